#!/usr/bin/env bash
# Installs what Oncilla needs to compute with OpenCL on a CPU, where it is missing: PoCL (the CPU
# device) and the ICD loader (libOpenCL.so.1); for the tests also clinfo and oclgrind (the kernel
# checker). README, CI and the images all call this one script. It needs Debian or Ubuntu.
#
#   docker/install-opencl-cpu.sh             what running and testing needs
#   docker/install-opencl-cpu.sh --runtime   only what running needs
#
# Calling it again is quick and changes nothing. Other systems are told what to install.
set -euo pipefail

fail() {
  echo "install-opencl-cpu: $*" >&2
  exit 1
}

packages=(pocl-opencl-icd ocl-icd-libopencl1)
wanted="PoCL (pocl-opencl-icd) and an OpenCL ICD loader (libOpenCL.so.1)"
case "$#:${1:-}" in
  0:)
    packages+=(clinfo oclgrind)
    wanted="PoCL (pocl-opencl-icd), an OpenCL ICD loader (libOpenCL.so.1), clinfo and oclgrind"
    ;;
  1:--runtime) ;;
  *) fail "usage: $0 [--runtime]" ;;
esac

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  fail "this system has no apt-get; install $wanted with its own package manager"
fi

is_installed() {
  [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "install-opencl-cpu: already installed: ${packages[*]}"
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null ||
    fail "run this as root, or install sudo: missing are ${missing[*]}"
  as_root=(sudo)
fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

echo "install-opencl-cpu: installing ${missing[*]}"
# An unreachable source of something else is no reason to stop: the install below decides.
apt -qq update || echo "install-opencl-cpu: apt-get update failed; trying with the lists at hand" >&2
apt -qq install --yes --no-install-recommends "${missing[@]}" ||
  fail "apt-get could not install ${missing[*]}; its messages are above"
