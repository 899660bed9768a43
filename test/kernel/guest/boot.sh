#!/bin/sh
# Second half of the guest's start, run by a shell on the host's own files: the
# rest of the mounts, the sound cards, then the command; its status goes to the share.
share=/rig/share
boot=$share/boot
bb() { "$boot/busybox" "$@"; }
say() { echo "alsats-rig: $*"; }
. "$boot/settings"

mount_all() {
  bb mount -t tmpfs tmpfs /run
  bb mkdir -p /dev/pts /dev/shm /run/lock
  bb mount -t devpts devpts /dev/pts
  bb mount -t tmpfs tmpfs /dev/shm
  bb mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
  bb mount -t configfs configfs /sys/kernel/config 2>/dev/null
  bb ln -sf /proc/self/fd /dev/fd
  bb hostname alsats-rig
  bb ifconfig lo 127.0.0.1 up 2>/dev/null

  # Empty /tmp and /root, but not at the price of hiding the project or node there.
  bb mkdir -p /rig/whole
  bb mount --bind / /rig/whole
  bb mount -t tmpfs -o mode=1777 tmpfs /tmp
  bb mount -t tmpfs -o mode=700 tmpfs /root
  while read -r kept; do
    case $kept in
      /tmp/* | /root/*)
        bb mkdir -p "$kept"
        bb mount --bind "/rig/whole$kept" "$kept"
        ;;
    esac
  done <"$boot/kept-folders"
  bb umount /rig/whole

  # The machine's taste in default devices (a sound server, say) is not the subject here.
  bb rm -rf /etc/asound.conf /etc/alsa/conf.d
}

load_cards() {
  [ -n "$RIG_MODULE_ROOT" ] || return 0
  add() { modprobe -d "$RIG_MODULE_ROOT" "$@" || say "modprobe $* failed"; }
  add snd-aloop index=0 pcm_substreams=4
  add snd-dummy index=1 pcm_devs=2
  add snd-virmidi index=2 midi_devs=4
  add -a snd-seq snd-seq-midi snd-hrtimer
  add snd-seq-dummy ports=2
  add snd-hda-codec-generic
  # Under emulation the codec does not always answer the first time.
  for try in 1 2 3 4 5; do
    add snd-hda-intel index=3 single_cmd=1
    waits=0
    while [ ! -e /proc/asound/card3 ] && [ $waits -lt 10 ]; do
      bb sleep 0.1
      waits=$((waits + 1))
    done
    [ -e /proc/asound/card3 ] && break
    say "HDA did not answer, try $try"
    modprobe -d "$RIG_MODULE_ROOT" -r snd-hda-intel
  done
  add -a xhci-pci snd-usb-audio
}

# Makes another system's files the root of what runs; the kernel's own and the project stay the same.
other_root() {
  for folder in /dev /proc /sys /tmp /root /run /rig; do
    bb mkdir -p "$RIG_ROOT$folder"
    bb mount --rbind "$folder" "$RIG_ROOT$folder"
  done
  while read -r kept; do
    [ "$kept" != "$RIG_ROOT" ] || continue
    bb mkdir -p "$RIG_ROOT$kept"
    bb mount --bind "$kept" "$RIG_ROOT$kept"
  done <"$boot/kept-folders"
}

run_command() {
  cd "$RIG_PROJECT" || return 125
  if [ -n "$RIG_ROOT" ]; then
    other_root
    set -- "$boot/busybox" chroot "$RIG_ROOT" "$boot/busybox" sh -c 'cd "$0" && exec "$@"' "$RIG_PROJECT" "$@"
  fi
  bb env -i PATH="$RIG_PATH" HOME=/root TMPDIR=/tmp LANG=C.UTF-8 TERM="$RIG_TERM" \
    ALSATS_RIG_SHARE="$share" ALSATS_RIG_PROJECT="$RIG_PROJECT" ALSATS_RIG_KERNEL_KIND="$RIG_KERNEL_KIND" \
    "$@"
}

export PATH="$RIG_PATH"
mount_all
load_cards
bb cut -d' ' -f1 /proc/uptime >"$share/booted"
if [ -n "$RIG_INTERACTIVE" ]; then
  run_command "$boot/busybox" setsid "$boot/busybox" cttyhack /bin/bash -i
else
  run_command /bin/sh "$boot/command" </dev/null >"$share/output" 2>&1
fi
echo $? >"$share/status.new"
bb mv "$share/status.new" "$share/status"
bb dmesg >"$share/dmesg"
echo o >/proc/sysrq-trigger
while :; do bb sleep 60; done
