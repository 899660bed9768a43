/**
 * Silence for the few functions of alsa-lib that print by themselves, past its message handler: what a program shows on
 * standard error is its own affair.
 */

import { closeSync, openSync } from 'node:fs';
import { libc } from './libc.js';

const STDERR = 2;

/** Runs a short call into C, whose printing on standard error goes nowhere; so does what other threads print meanwhile. */
export function withoutStderr<Result>(call: () => Result): Result {
  const saved = libc.dup(STDERR);
  // Without a standard error there is nothing to hide.
  if (saved < 0) return call();
  try {
    const nowhere = openSync('/dev/null', 'w');
    libc.dup2(nowhere, STDERR);
    closeSync(nowhere);
    return call();
  } finally {
    libc.dup2(saved, STDERR);
    libc.close(saved);
  }
}
