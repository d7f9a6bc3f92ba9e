/** What repairs cost in the demo, in euros, parts and labour with tax: made up, of a workshop's usual order of size. */
export const REPAIR_PRICES: Readonly<Record<string, number>> = {
  BRAKE_PAD_SET: 160,
  BRAKE_DISC: 290,
  BRAKE_PIPE: 140,
  BRAKE_HOSE: 110,
  BRAKE_CALIPER: 310,
  PARKING_BRAKE_CABLE: 170,
  TYRE: 115,
  COIL_SPRING: 240,
  SHOCK_ABSORBER: 330,
  BALL_JOINT: 150,
  CONTROL_ARM: 230,
  TRACK_ROD_END: 120,
  WHEEL_BEARING: 220,
  HEADLAMP: 280,
  HEADLAMP_BULB: 25,
  SIGNAL_BULB: 15,
  WINDSCREEN: 520,
  WIPER_BLADE: 40,
  EXHAUST_SILENCER: 260,
  CATALYTIC_CONVERTER: 850,
  LAMBDA_SENSOR: 190,
};

/** Of every other part. */
export const OTHER_REPAIR = 130;
