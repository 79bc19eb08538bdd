import { incompleteBeta } from './special.ts';

/** How likely Student's t with so many degrees of freedom is more than `t`, which is not negative. */
export function studentTail(t: number, degrees: number): number {
  const total = degrees + t * t;
  return incompleteBeta(degrees / 2, 0.5, degrees / total, (t * t) / total) / 2;
}

/** The t that Student's t with so many degrees of freedom exceeds with a probability of `tail`, which is below 0.5. */
export function studentQuantile(tail: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (studentTail(high, degrees) > tail) [low, high] = [high, high * 2];
  // The tail falls all the way, so that halving is sure to end, and as exact as doubles are.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
}
