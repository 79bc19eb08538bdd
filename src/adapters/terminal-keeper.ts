/**
 * The shell script that `script` runs at the far end of a pseudo-terminal. It holds that end open and keeps the modes of
 * the person's terminal, which is its file 4; file 3 leads to this program, and its end there is the script's end.
 *
 * - Told to `set` modes, always the same ones, it sets those of the terminal; told to `rest`, all are as they were; told a `mark`, it prints that
 *   behind what commands have printed; told the `size`, the pseudo-terminal is as large as the terminal.
 * - It tells keys that stand for signals, as the pseudo-terminal takes them: a debugger or an editor may want them itself.
 * - When this program is killed, it gives the terminal back, unless somebody else has set its modes by then: a user's
 *   shell does at once.
 */
export const TERMINAL_KEEPER = String.raw`
exec 2>/dev/null
key=
for signal in INT QUIT TSTP; do trap "key=1; echo key SIG$signal >&3" $signal; done
trap '' HUP TERM
modes() { (trap '' INT QUIT TSTP; exec stty "$@"); }
fit() { set -- $(modes size <&4); case $1 in '' | 0) ;; *) modes rows "$1" cols "$2" ;; esac; }
saved=$(modes -g <&4)
set=
known=
modes "$saved"
fit
echo "open $(tty) $saved" >&3
while :; do
  key= told= how=
  read -r told how <&3
  case $told in
    set)
      if [ "$known" ]; then modes "$known" <&4; else modes $how <&4; known=$(modes -g <&4); fi
      set=$known
      echo done >&3 ;;
    rest)
      # In the background it was never set, and is a shell's by now.
      if [ "$set" ]; then modes "$saved" <&4; fi
      set=
      echo done >&3
      # What a command that was ended has left, nobody wants.
      modes "$saved" ;;
    mark)
      printf '%s' "$how" ;;
    size)
      fit
      echo sized >&3 ;;
    *)
      [ "$key" ] || break ;;
  esac
done
if [ "$set" ] && [ "$(modes -g <&4)" = "$set" ]; then modes "$saved" <&4; fi
`;
