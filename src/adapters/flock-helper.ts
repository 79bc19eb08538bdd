import { spawn, type ChildProcess } from 'node:child_process';
import type { FlockOutcome } from './flock.ts';

/** Reads `l` or `u` and a path a line: locks it and answers `1`, `0` when another one has it, `e`; or lets it go. */
const PROGRAM =
  '$|=1;my %h;while(my $l=<STDIN>){chomp $l;my($c,$p)=split(/ /,$l,2);' +
  'if($c eq "u"){delete $h{$p};print "u\\n";next}' +
  'my $f;if(!open($f,"+<",$p)){print "e\\n";next}' +
  'if(flock($f,6)){$h{$p}=$f;print "1\\n"}else{print "0\\n"}}';

/**
 * Takes flock(2) locks for this process again and again, without a process each time. They go away with
 * the helper, and that one as soon as this process is gone, however it ends.
 */
export class FlockHelper {
  #child: ChildProcess | undefined;
  /** Answers come in the order of the questions. */
  readonly #waiting: ((answer: string | undefined) => void)[] = [];
  #isUsable = process.platform !== 'win32';

  /** `unsupported`: there is no Perl, or it is gone. */
  async lock(path: string): Promise<FlockOutcome> {
    if (!this.#isUsable || path.includes('\n')) return 'unsupported';
    const answer = await this.#ask(`l ${path}`);
    return answer === '1' ? 'locked' : answer === '0' ? 'busy' : 'unsupported';
  }

  /** Nothing has to wait for it: what is written next is read next. */
  unlock(path: string): void {
    this.#child?.stdin?.write(`u ${path}\n`);
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  #ask(line: string): Promise<string | undefined> {
    const child = (this.#child ??= this.#start());
    return new Promise(resolve => {
      // Whoever waits for an answer keeps this process alive, an idle helper does not.
      child.ref();
      this.#waiting.push(answer => {
        if (this.#waiting.length === 0) child.unref();
        resolve(answer);
      });
      child.stdin?.write(`${line}\n`);
    });
  }

  #start(): ChildProcess {
    const child = spawn('perl', ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] });
    const lose = (): void => {
      this.#isUsable = false;
      while (this.#waiting.length > 0) this.#answer(undefined);
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
    this.#waiting.shift()?.(answer);
  }
}
