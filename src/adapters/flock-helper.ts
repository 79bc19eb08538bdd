import { spawn, type ChildProcess } from 'node:child_process';
import type { FlockOutcome } from './flock.ts';

/** Reads a path a line, locks it and answers `1`, `0` when another one has it, `e`; `u` alone lets go. */
const PROGRAM =
  '$|=1;my $f;while(my $l=<STDIN>){chomp $l;if($l eq "u"){close $f if $f;undef $f;print "u\\n";next}' +
  'if(!open($f,"+<",$l)){print "e\\n";next}print(flock($f,6)?"1\\n":"0\\n")}';

/**
 * Takes flock(2) locks for this process again and again, one at a time, without a process each time. They go away with
 * the helper, and that one as soon as this process is gone, however it ends.
 */
export class FlockHelper {
  #child: ChildProcess | undefined;
  #waiting: ((answer: string | undefined) => void) | undefined;
  #isUsable = process.platform !== 'win32';

  /** `unsupported`: there is no Perl, or it is gone. */
  async lock(path: string): Promise<FlockOutcome> {
    if (!this.#isUsable || path.includes('\n') || path === 'u') return 'unsupported';
    const answer = await this.#ask(path);
    return answer === '1' ? 'locked' : answer === '0' ? 'busy' : 'unsupported';
  }

  /** Nothing has to wait for it: what is written next is read next. */
  unlock(): void {
    this.#child?.stdin?.write('u\n');
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  #ask(line: string): Promise<string | undefined> {
    const child = (this.#child ??= this.#start());
    return new Promise(resolve => {
      // Whoever waits for an answer keeps this process alive, an idle helper does not.
      child.ref();
      this.#waiting = answer => {
        child.unref();
        resolve(answer);
      };
      child.stdin?.write(`${line}\n`);
    });
  }

  #start(): ChildProcess {
    const child = spawn('perl', ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] });
    const lose = (): void => {
      this.#isUsable = false;
      this.#answer(undefined);
    };
    child.on('error', lose);
    child.on('exit', lose);
    child.stdin.on('error', lose);
    // Each answer is a letter and the end of a line. Node's reader of lines would be loaded by every command.
    child.stdout.on('data', (chunk: Buffer) => {
      for (const answer of chunk.toString('latin1').replaceAll('\n', ''))
        if (answer !== 'u') this.#answer(answer);
    });
    for (const stream of [child.stdin, child.stdout])
      if ('unref' in stream) (stream as { unref(): void }).unref();
    return child;
  }

  #answer(answer: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(answer);
  }
}
