#!/bin/bash
# Builds the rig's other kernel: Debian's source, with every sound driver the tests use built in and
# with the debugging aids that Debian's own kernels lack (xruns on demand, pcmtest, USB gadgets …).
# usage: scripts/build-kernel.sh [--config-only] [OUTPUT]     (default OUTPUT: .cache/kernel-rig/bzImage)
# About 12 minutes and 4 GB on two cores. "node test/kernel/run.mjs --kernel builtin" then boots it.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
fragment=$project/test/kernel/builtin-kernel.config
cache=${ALSATS_RIG_CACHE:-$project/.cache/kernel-rig}
source_package=${ALSATS_RIG_KERNEL_SOURCE:-linux-source-6.12}

config_only=
if [ "${1:-}" = --config-only ]; then
  config_only=1
  shift
fi
output=${1:-$cache/bzImage}

fail() {
  echo "build-kernel: $*" >&2
  exit 1
}

install_tools() {
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  local -a packages=(gcc libc6-dev make flex bison bc libelf-dev libssl-dev xz-utils)
  local -a missing=()
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The source is a package that is only unpacked, like the rig's Debian kernel.
unpack_source() {
  local work=$1
  (cd "$work" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" "$source_package") ||
    fail "no package $source_package: enable bookworm-backports (Debian 12), or set ALSATS_RIG_KERNEL_SOURCE"
  dpkg-deb --fsys-tarfile "$work/$source_package"_*.deb |
    tar -x -C "$work" --strip-components=3 --wildcards './usr/src/*.tar.xz'
  tar -xf "$work/$source_package.tar.xz" -C "$work"
  rm "$work"/*.deb "$work"/*.tar.xz
}

# Kconfig drops silently what a dependency forbids; a lost option would show as a skipped test only.
check_fragment() {
  local config=$1 lost=0 line name
  while read -r line; do
    case $line in
      CONFIG_*=n)
        name=${line%=n}
        ! grep -q "^$name=" "$config" || { echo "not switched off: $name"; lost=1; }
        ;;
      CONFIG_*)
        grep -qxF "$line" "$config" || { echo "not kept: $line"; lost=1; }
        ;;
    esac
  done <"$fragment"
  [ $lost = 0 ] || fail "this source's configuration does not take the whole of $fragment"
}

install_tools
work=$(mktemp -d "${TMPDIR:-/tmp}/alsats-kernel-XXXXXX")
trap 'rm -rf "$work"' EXIT
unpack_source "$work"
cd "$work/$source_package"
make -s x86_64_defconfig
scripts/kconfig/merge_config.sh -m -Q .config "$fragment" >/dev/null
make -s olddefconfig
check_fragment .config
echo "build-kernel: $source_package $(make -s kernelversion) takes every option of the fragment"
[ -z "$config_only" ] || exit 0

make -s -j"$(nproc)" bzImage
mkdir -p "$(dirname "$output")"
cp arch/x86/boot/bzImage "$output"
echo "build-kernel: wrote $output"
