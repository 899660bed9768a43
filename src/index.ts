/**
 * alsats: Linux sound for Node through libasound.
 *
 * What fails throws an {@link AlsatsError}, whose `kind` tells what can be done; a call of alsa-lib that failed an
 * {@link AlsaError}. An argument that is not even of its type (which TypeScript does not let pass) may meet JavaScript's
 * own TypeError or RangeError instead. No call, in whatever order and with whatever arguments, ends the process.
 *
 * @module alsats
 */

export { cardIndex, cardIndexes, cardLongName, cardName } from './alsa/card.js';
export { type CardDevice, type CardDeviceSource, cardDevices, type Subdevices } from './alsa/card-devices.js';
export { type CardIdentity, cardIdentity } from './alsa/card-identity.js';
export { type NamedCard, namedCard, namedCards, resolveCard } from './alsa/card-name.js';
export { type CardEvent, CardWatch, type CardWatchOptions } from './alsa/card-watch.js';
export { Config, type ConfigLoadOptions, type DefinitionKind } from './alsa/config/config.js';
export type { ConfigLeafValue, ConfigNode } from './alsa/config/config-node.js';
export type { ConfigData } from './alsa/config/data.js';
export type { ConfigLeaf, ConfigType } from './alsa/config/raw-node.js';
export type { CardInfo } from './alsa/ctl/card-info.js';
export { Ctl, type CtlOpenOptions } from './alsa/ctl/ctl.js';
export type { HwdepDeviceInfo, UmpDeviceInfo } from './alsa/ctl/devices.js';
export type { ElemEvent } from './alsa/ctl/elem-event.js';
export { type ElemId, type ElemRef, isSameElem } from './alsa/ctl/elem-id.js';
export { formatElemId, parseElemId } from './alsa/ctl/elem-id-text.js';
export type {
  ElemAccess,
  ElemInfo,
  EnumeratedElemInfo,
  Integer64ElemInfo,
  IntegerElemInfo,
  PlainElemInfo,
} from './alsa/ctl/elem-info.js';
export type { ElemDbRange } from './alsa/ctl/elem-levels.js';
export { type ElemValue, type Iec958Value, isSameValue } from './alsa/ctl/elem-value.js';
export * from './alsa/ctl/names.js';
export * from './alsa/ctl/tlv.js';
export * from './alsa/ctl/tlv-db.js';
export type { UserElem, UserElemBase } from './alsa/ctl/user-elem.js';
export { type DeviceKind, type DeviceName, deviceKinds, deviceNames } from './alsa/device-name.js';
export { AlsaError, type AlsaErrorDetails } from './alsa/error.js';
export { HCtl, type HCtlChange, HElem, type HElemChange } from './alsa/hctl.js';
export { CardJacks, isJack, type JackChange, type JackSource, type JackState } from './alsa/jack.js';
export type { MixerChannel } from './alsa/mixer/channels.js';
export type { DbRange, VolumeRange } from './alsa/mixer/levels.js';
export { Mixer, type MixerAbstraction, type MixerChange, type MixerOpenOptions } from './alsa/mixer/mixer.js';
export type { Selem, SelemCapability, SelemId } from './alsa/mixer/selem.js';
export type { MixerDirection } from './alsa/mixer/selem-functions.js';
export type { SelemStream } from './alsa/mixer/selem-stream.js';
export * from './alsa/mixer/volume-scale.js';
export type { NativeObject } from './alsa/native-object.js';
export { type PcmCapabilities, pcmCapabilities, type Range } from './alsa/pcm/capabilities.js';
export type { ChannelMap, ChannelMapOffer } from './alsa/pcm/channel-map.js';
export type { HwChoice } from './alsa/pcm/choice.js';
export { type ConfiguredPcm, configuredPcms } from './alsa/pcm/configured-names.js';
export type { HwParams } from './alsa/pcm/hw-params.js';
export type { PcmInfo } from './alsa/pcm/info.js';
export type { Bound, HwInterval } from './alsa/pcm/interval.js';
export type { OverAnyMemory, PcmIo, SampleArray, SampleArrayConstructor } from './alsa/pcm/io.js';
export type { MmapRegion } from './alsa/pcm/mmap-region.js';
export * from './alsa/pcm/names.js';
export type { PcmOpenOptions } from './alsa/pcm/open.js';
export { type PcmOwner, pcmOwners } from './alsa/pcm/owner.js';
export { Pcm } from './alsa/pcm/pcm.js';
export type { PcmHandle, SimpleParams } from './alsa/pcm/pcm-handle.js';
export type { PcmSetup } from './alsa/pcm/setup.js';
export type { AudioTimestampReport, PcmStatus, PcmStatusOptions } from './alsa/pcm/status.js';
export { PcmReadable, type PcmStreamEvents, PcmWritable } from './alsa/pcm/streams.js';
export type { SwParams } from './alsa/pcm/sw-params.js';
export { CtlPlug, type PlugCard, type PlugChange } from './alsa/plugin/ctl-plug.js';
export type {
  CommonElem,
  IntegerRange,
  PlugElem,
  PlugElemType,
  PlugValues,
} from './alsa/plugin/ctl-plug-elem.js';
export {
  ExtPlug,
  type ExtPlugHandlers,
  type ExtPlugOptions,
  type ExtPlugSetup,
} from './alsa/plugin/ext-plug.js';
export { IoPlug } from './alsa/plugin/io-plug.js';
export type {
  IoPlugConstraints,
  IoPlugHandlers,
  IoPlugOptions,
  PlugRange,
} from './alsa/plugin/io-plug-options.js';
export type { IoPlugStream } from './alsa/plugin/io-plug-stream.js';
export {
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  type Pollable,
  type PollDescriptors,
  pollAll,
} from './alsa/poll.js';
export type { RawmidiDeviceInfo } from './alsa/rawmidi/info.js';
export * from './alsa/rawmidi/names.js';
export type { RawmidiOpenOptions } from './alsa/rawmidi/open.js';
export { type RawmidiOwner, rawmidiOwners } from './alsa/rawmidi/owner.js';
export type { RawmidiParams, RawmidiParamsWanted } from './alsa/rawmidi/params.js';
export { type RawmidiDirection, type RawmidiPort, rawmidiPorts } from './alsa/rawmidi/ports.js';
export { Rawmidi } from './alsa/rawmidi/rawmidi.js';
export type { SequencerPort } from './alsa/rawmidi/sequencer-port.js';
export type { RawmidiStatus } from './alsa/rawmidi/status.js';
export type { TimedBytes } from './alsa/rawmidi/timestamped-frames.js';
export { Ump, type UmpOpenOptions } from './alsa/rawmidi/ump.js';
export type { UmpBlockInfo, UmpEndpointInfo } from './alsa/rawmidi/ump-info.js';
export {
  formatSeqAddress,
  isSameAddress,
  parseSeqAddress,
  SEQ_ADDRESS_BROADCAST,
  SEQ_ADDRESS_SUBSCRIBERS,
  SEQ_ADDRESS_UNKNOWN,
  SEQ_CLIENT_SYSTEM,
  type SeqAddress,
  seqSubscribers,
  seqSystemAnnounce,
  seqSystemTimer,
} from './alsa/seq/address.js';
export type { SeqClientChanges, SeqClientInfo } from './alsa/seq/client-info.js';
export * from './alsa/seq/event.js';
export { MidiEventCoder } from './alsa/seq/midi-event-coder.js';
export {
  type SeqClientType,
  type SeqEventType,
  type SeqMidiVersion,
  type SeqPortCapability,
  type SeqPortDirection,
  type SeqPortType,
  type SeqQueueTimerType,
  type SeqStreams,
  type SeqSubscriberKind,
  seqClientTypes,
  seqEventTypes,
  seqMidiVersions,
  seqPortCapabilities,
  seqPortDirections,
  seqPortTypes,
  seqQueueTimerTypes,
  seqStreams,
  seqSubscriberKinds,
} from './alsa/seq/names.js';
export type { SeqClientPool, SeqClientPoolChanges, SeqSystemInfo } from './alsa/seq/pool.js';
export type { SeqPortChanges, SeqPortInfo, SeqPortOptions, SeqTimestamps } from './alsa/seq/port-info.js';
export type {
  SeqQueueChanges,
  SeqQueueInfo,
  SeqQueueStatus,
  SeqQueueTempo,
  SeqQueueTempoChanges,
  SeqQueueTimer,
  SeqQueueTimerChanges,
  SeqTimerId,
} from './alsa/seq/queue.js';
export type { SeqRemoveConditions } from './alsa/seq/remove-events.js';
export { Seq, type SeqOpenOptions } from './alsa/seq/seq.js';
export type { SeqWhen } from './alsa/seq/seq-output.js';
export type { SeqSubscriber, SeqSubscription } from './alsa/seq/subscription.js';
export { outputSysex, type SysexOutputOptions } from './alsa/seq/sysex-output.js';
export { type TimerEvent, type TimerEventType, timerEventTypes } from './alsa/timer/events.js';
export {
  Timer,
  type TimerInfo,
  type TimerOpenOptions,
  type TimerParams,
  type TimerStatus,
} from './alsa/timer/timer.js';
export {
  formatTimerId,
  globalTimerId,
  globalTimers,
  parseTimerId,
  pcmTimerId,
  type TimerClass,
  type TimerId,
  type TimerSlaveClass,
  timerClasses,
  timerSlaveClasses,
} from './alsa/timer/timer-id.js';
export { type TimerDescription, timers } from './alsa/timer/timers.js';
export { type TimerUser, timerUsers } from './alsa/timer/users.js';
export { readiness, Waiter, type WaitOptions, waitFor } from './alsa/waiter.js';
export * from './audio/channel-position.js';
export { Excerpt, type ExcerptRange } from './audio/excerpt.js';
export { AudioFileError, type AudioFileErrorDetails } from './audio/file/audio-file-error.js';
export type { ReadableContainer } from './audio/file/container-magic.js';
export {
  type AudioFileType,
  type AudioStreams,
  type OpenAudioOptions,
  openAudioFile,
  openAudioStreams,
} from './audio/file/open.js';
export type { RawParameters } from './audio/file/raw.js';
export type { StreamReader } from './audio/file/stream-reader.js';
export { type ChannelLevel, LevelMeter } from './audio/levels.js';
export type { AudioInfo, AudioReader, ChannelPosition, ContainerKind } from './audio/reader.js';
export { type RepairReport, repairAudioFile } from './audio/repair/repair.js';
export * from './audio/sample-format.js';
export type { WritableFileType } from './audio/write/file-type.js';
export type { BroadcastExtension, FileInfo } from './audio/write/metadata.js';
export { type AudioWriterOptions, openAudioWriter } from './audio/write/open.js';
export { type StoredFormat, storedFormatOf } from './audio/write/stored-format.js';
export type { AudioTarget, PathMode } from './audio/write/target.js';
export type { AudioSpec, AudioWriter } from './audio/writer.js';
export { type ConfigPlace, type ConfigSyntaxDetails, ConfigSyntaxError } from './config-text/syntax-error.js';
export { AlsatsError, type ErrorDetails, type ErrorKind } from './error.js';
export type { ByteSource, RandomAccessSource, SequentialSource } from './file/byte-source.js';
export type { PositionedFile } from './file/positioned-file.js';
export type { Division, SmpteFrameRate } from './midi/file/division.js';
export type { EventColumns } from './midi/file/event-columns.js';
export { MidiFileWriter } from './midi/file/file-writer.js';
export type { TextKind } from './midi/file/meta.js';
export { type MidiFile, parseMidiFile } from './midi/file/midi-file.js';
export { MidiFileError, type MidiFileWarning } from './midi/file/midi-file-error.js';
export type { MidiSequence } from './midi/file/sequence.js';
export {
  type BarBeat,
  type TempoChange,
  TempoMap,
  type TempoMapOptions,
  type TimeSignature,
} from './midi/file/tempo-map.js';
export { TrackEncoder } from './midi/file/track-encoder.js';
export * from './midi/message.js';
export { MidiEncoder, type MidiEncoderOptions, messageBytes } from './midi/message-encoder.js';
export {
  type Filterable,
  MessageFilter,
  type MessageFilterOptions,
  messageTypesOfWord,
} from './midi/message-filter.js';
export { noteName, parseNoteName } from './midi/note-name.js';
export { MidiStreamParser, type MidiStreamParserOptions, parseMessages } from './midi/stream-parser.js';
export {
  type UmpMessage,
  type UmpProtocol,
  type UmpValue,
  type UmpValues,
  umpMessage,
  umpProtocols,
} from './midi/ump/message.js';
export { hexWords, isUmpPacket, parsePackets, umpWordsOf } from './midi/ump/packet.js';
export type { MessageStep, MidiStep, RawStep, SysexFileStep } from './midi/words/step.js';
export { MidiWordParser, type MidiWordParserOptions } from './midi/words/word-parser.js';
export { messageWords, RelativeTimes, type WordTextOptions } from './midi/words/word-text.js';
export type { CaptureBackend, CapturePcm, ConfiguredCapture } from './transfer/capture-backend.js';
export type { CaptureClock } from './transfer/capture-clock.js';
export type { CaptureWishes } from './transfer/capture-parameters.js';
export type { InletEvent, InletMessage, MidiInlet } from './transfer/midi/inlet.js';
export {
  type MidiPlaybackEvent,
  MidiPlayer,
  type MidiPlayerOptions,
  type MidiProgress,
  type MidiTrack,
} from './transfer/midi/midi-player.js';
export { MidiRecorder } from './transfer/midi/midi-recorder.js';
export type {
  MidiRecorderOptions,
  MidiRecordingEnd,
  MidiRecordingEvent,
  MidiRecordingProgress,
} from './transfer/midi/midi-recorder-options.js';
export type { MidiOutlet } from './transfer/midi/outlet.js';
export { type QueueTempo, queueTempoOf } from './transfer/midi/queue-tempo.js';
export { SeqInlet, type SeqInletOptions } from './transfer/midi/seq-inlet.js';
export { SeqOutlet, type SeqOutletOptions } from './transfer/midi/seq-outlet.js';
export type { PlayedText } from './transfer/midi/track-playback.js';
export type { ConfiguredStream, PlaybackBackend, PlaybackPcm } from './transfer/playback-backend.js';
export type { PlaybackDevice } from './transfer/playback-device.js';
export type { PlaybackEvent, PlaybackProgress, PlaybackReport } from './transfer/playback-events.js';
export { Player, type PlayerOptions } from './transfer/player.js';
export { Recorder } from './transfer/recorder.js';
export type { RecorderOptions } from './transfer/recorder-options.js';
export type {
  RecordedFile,
  RecordingEvent,
  RecordingLoss,
  RecordingPlace,
  RecordingProgress,
  RecordingReport,
} from './transfer/recording-events.js';
export type { GateOptions } from './transfer/recording-gate.js';
export type { RecordingFile, RecordingPart, RecordingTargets } from './transfer/recording-target.js';
export type { BufferWishes, StreamSpec } from './transfer/stream-parameters.js';
export type { Track } from './transfer/track-feeder.js';
