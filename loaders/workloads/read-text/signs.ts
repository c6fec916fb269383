import type { Sign } from "./draw-sign.ts";

/*
 * Where texts stand is chosen, by a pixel or two, such that rounding cannot change what is read: no probability on a box's rim is
 * near the threshold, and no second likeliest character near the likeliest. The test asks for that.
 */

export const GATE: Sign = {
  width: 256,
  height: 128,
  ground: [250, 214, 66],
  ink: [24, 24, 28],
  runs: [
    { text: "Gate 7", left: 26, baseline: 39, height: 20 },
    { text: "Rome", left: 26, baseline: 76, height: 20 },
    { text: "18:05", left: 26, baseline: 113, height: 20 },
  ],
};

export const RECEIPT: Sign = {
  width: 640,
  height: 320,
  ground: [244, 242, 234],
  ink: [40, 40, 48],
  runs: [
    { text: "Harbour Cafe", left: 42, baseline: 66, height: 30 },
    { text: "2 Espresso", left: 42, baseline: 126, height: 22 },
    { text: "$5.60", left: 502, baseline: 126, height: 22 },
    { text: "1 Lemon cake", left: 42, baseline: 176, height: 22 },
    { text: "$4.25", left: 502, baseline: 176, height: 22 },
    { text: "Total", left: 42, baseline: 246, height: 26 },
    { text: "$9.85", left: 496, baseline: 246, height: 26 },
  ],
};

const departure = (row: number, time: string, place: string, track: string): Sign["runs"] => {
  const baseline = 201 + 84 * row;
  return [
    { text: time, left: 71, baseline, height: 36 },
    { text: place, left: 361, baseline, height: 36 },
    { text: track, left: 981, baseline, height: 36 },
  ];
};

export const DEPARTURES: Sign = {
  width: 1280,
  height: 640,
  ground: [22, 44, 92],
  ink: [240, 240, 230],
  runs: [
    { text: "Departures", left: 71, baseline: 105, height: 48 },
    ...departure(0, "08:15", "Lisbon Oriente", "Track 3"),
    ...departure(1, "09:40", "Madrid", "Track 12"),
    ...departure(2, "10:25", "Paris Nord", "Track 7"),
    ...departure(3, "11:50", "Zurich HB", "Track 16"),
    { text: "Quiet coach: car 9", left: 71, baseline: 561, height: 30 },
  ],
};
