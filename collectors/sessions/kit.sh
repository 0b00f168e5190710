# xunjian's kit: the round as one file that runs by itself and leaves one file.
#
# Set before it: VERSION, TOTAL, SAMPLE, SUDO, SH, MANIFEST. After it: the harness, _first, _asks, _second, and as the last
# line the call of _kit, so a transfer that was cut runs nothing.

usage() {
  cat <<'XJ'
sh xunjian-kit.sh [-o DIR] [-t] [-s] [-l]
  -o DIR  write the result there (else the current folder)              结果写入该目录（默认为当前目录）
  -t      write it as text and print it on this terminal                写成文本并打印到终端，供保存终端日志
  -s      use sudo where it needs no password                           允许使用免密 sudo
  -l      list what would be run, and run nothing                       只列出将执行的命令，不执行
XJ
}

_kit() {
  dir=. text= K4= list=
  while getopts o:tslh opt; do
    case $opt in
      o) dir=$OPTARG ;;
      t) text=1 ;;
      s) SUDO=1 ;;
      l) list=1 ;;
      *) usage; exit 64 ;;
    esac
  done
  if [ -n "$list" ]; then sed -n '/^_first()/,$p' "$0"; exit 0; fi
  umask 077
  N=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')
  [ -n "$N" ] || N=$(date +%s)$$
  K4=$(printf %.4s "$N")
  dir=$(cd "$dir" && pwd) || exit 73
  host=$(uname -n | sed 's/[^A-Za-z0-9._-]/_/g')
  out=$dir/xunjian-$host-$(date -u +%Y%m%dT%H%M%SZ).xjb
  { printf 'XUNJIAN-BUNDLE 1\ntool %s\nnonce %s\nhost %s\n%s\n\n' "$VERSION" "$N" "$host" "$MANIFEST"; } >"$out" || exit 73
  echo "xunjian $VERSION: $host -> $out" >&2
  ( _round ) </dev/null 2>/dev/null >>"$out"
  printf '\nXUNJIAN-END %s\n' "$(cksum <"$out")" >>"$out"
  if [ -n "$text" ]; then
    armour "$out" >"${out%.xjb}.txt"
    unlink "$out"
    out=${out%.xjb}.txt
    cat "$out"
    echo "# sed -n '/ 00012 /p' $out" >&2
  fi
  echo "$out" >&2
  ! command -v sha256sum >/dev/null || sha256sum "$out" >&2
}
