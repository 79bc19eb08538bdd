/** The example's raw data, made up: the log of 900 pumps that were looked at once and followed for 30 days. */
const pumps = 900;

/**
 * Makes the text of `data/pumps.csv`, the same on every machine for the same series of numbers.
 *
 * A pump fails when it shakes, runs hot or has waited long for its service, and also when its inlet pressure is far
 * from 3 bar on either side, which a linear model cannot see. Two in a hundred temperatures are missing.
 *
 * @param random gives numbers of at least 0 and below 1; the example has such a generator in `scripts/random.mjs`.
 */
export function pumpLog(random: () => number): string {
  const between = (low: number, high: number): number => low + random() * (high - low);
  // The sum of twelve uniform numbers is close enough to a bell curve, and needs no logarithm or cosine.
  const noise = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);

  const lines = Array.from({ length: pumps }, (_, index) => {
    const ageYears = between(0.5, 18);
    const sinceServiceDays = Math.round(between(3, 420));
    const loadPercent = Math.min(115, Math.max(25, 72 + 16 * noise()));
    const inletPressureBar = Math.max(0.6, 3 + 0.75 * noise());
    const vibrationMmS = Math.max(0.4, 0.8 + 0.11 * ageYears + 0.012 * loadPercent + 0.55 * noise());
    const bearingCelsius = 31 + 0.33 * loadPercent + 1.9 * vibrationMmS + 3.2 * noise();
    const waterInOilPpm = Math.round(Math.max(20, 140 + 0.7 * sinceServiceDays + 70 * noise()));
    const wear =
      1.4 * (vibrationMmS - 2.6) +
      0.1 * (bearingCelsius - 60) +
      0.004 * (sinceServiceDays - 210) +
      0.7 * ((inletPressureBar - 3) ** 2 - 0.56) +
      0.00003 * ageYears * (waterInOilPpm - 280) -
      0.9;
    const fails = wear + 1.1 * noise() > 0 ? 1 : 0;
    const silent = random() < 0.02;
    return [
      `P${String(index + 1).padStart(4, '0')}`,
      ageYears.toFixed(1),
      sinceServiceDays,
      loadPercent.toFixed(0),
      inletPressureBar.toFixed(2),
      vibrationMmS.toFixed(2),
      silent ? '' : bearingCelsius.toFixed(1),
      waterInOilPpm,
      fails,
    ].join(',');
  });
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

const columns = [
  'pump',
  'age_years',
  'since_service_days',
  'load_percent',
  'inlet_pressure_bar',
  'vibration_mm_s',
  'bearing_celsius',
  'water_in_oil_ppm',
  'fails_within_30_days',
];
