/** ISO 8601 durations of the contracts, such as `P7D` or `PT36H`. */

const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const secondsPer = [604_800, 86_400, 3_600, 60, 1];

/** @returns `undefined` if it is none, or one with years or months, whose length depends on the date. */
export const durationMs = (text: string): number | undefined => {
  const match = pattern.exec(text);
  const parts = match?.slice(1) ?? [];
  if (match === null || text.endsWith('T') || parts.every((part) => part === undefined)) return undefined;
  return parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (secondsPer[index] ?? 0), 0) * 1_000;
};
