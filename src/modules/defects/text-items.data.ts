/**
 * Words that tell the item of a text without a reference: inspectors' own notes on British records. Tried in order;
 * the first row whose pattern is found decides. Reviewed against the notes in real histories.
 */
import type { AnnexItem } from "./annex-item.ts";

export interface TextItemRow {
  /** Applied to the lower-case text. */
  pattern: RegExp;
  annexItem: AnnexItem;
}

export const TEXT_ITEM_ROWS: readonly TextItemRow[] = [
  {
    pattern:
      /under ?trays?\b|\bcovers?\b.*fitted|(?:engine|gearbox|sill) covers?|wheel arch liner|splash guard/,
    annexItem: "6.2.9",
  },
  { pattern: /seat ?belts?|adult belt/, annexItem: "7.1.2" },
  { pattern: /parking brake|hand ?brake|p\/brake/, annexItem: "1.4.2" },
  { pattern: /brake hoses?|flexi(?:ble)? hoses?/, annexItem: "1.1.12" },
  { pattern: /brake pipes?|brake lines?/, annexItem: "1.1.11" },
  { pattern: /brake fluid/, annexItem: "1.8" },
  { pattern: /\bpads?\b|brake linings?|brake shoes?/, annexItem: "1.1.13" },
  { pattern: /\bdis[ck]s?\b|brake drums?/, annexItem: "1.1.14" },
  { pattern: /calipers?|wheel cylinders?/, annexItem: "1.1.16" },
  { pattern: /\babs\b/, annexItem: "1.6" },
  { pattern: /bind(?:ing)?\b|brake imbalance|brakes? (?:judder|unbalanced|imbalanced)/, annexItem: "1.2.1" },
  { pattern: /\bbrakes?\b/, annexItem: "1.1" },
  { pattern: /rack (?:ends?|inner joints?)\b/, annexItem: "2.1.3" },
  { pattern: /track ?rod|steering joint|steering arm/, annexItem: "2.1.3" },
  { pattern: /steering rack|rack gaiter/, annexItem: "2.1.1" },
  { pattern: /power steering|\bpas\b/, annexItem: "2.1.5" },
  { pattern: /steering/, annexItem: "2.1" },
  { pattern: /(?:spare|spair) ?wheel|spare tyre/, annexItem: "6.1.5" },
  { pattern: /ty(?:re|er)s?\b|ply or cord|tread\b|tyre pressure|tpms/, annexItem: "5.2.3" },
  { pattern: /wheel bearings?/, annexItem: "5.1.3" },
  { pattern: /alloys?\b|wheel rims?|wheel (?:buckled|damaged|kerbed)|locking wheel/, annexItem: "5.2.2" },
  { pattern: /shock ?absorbers?|shockers?|dampers?/, annexItem: "5.3.2" },
  { pattern: /coil ?springs?|road springs?|leaf springs?|springs? /, annexItem: "5.3.1" },
  {
    pattern:
      /bush(?:es)?\b|ball ?joints?|drop links?|anti ?-?roll bar|wish ?bone|a ?-?frame mount|suspension arm/,
    annexItem: "5.3.4",
  },
  { pattern: /suspension/, annexItem: "5.3" },
  { pattern: /wipers?\b/, annexItem: "3.4" },
  { pattern: /washers?\b|washer jets?/, annexItem: "3.5" },
  { pattern: /mirrors?\b/, annexItem: "3.3" },
  { pattern: /screen.*(?:crack|chip|damage|scratch)|(?:crack|chip).*screen/, annexItem: "3.2" },
  { pattern: /(?:driver'?s|drivers'?) view|view of the road/, annexItem: "3.1" },
  { pattern: /wind ?screen|windshield|\bscreen\b|stone ?chips?|windows?\b|glass/, annexItem: "3.2" },
  { pattern: /(?:reg(?:istration)?|number)\.? ?plate (?:lamp|light|bulb)/, annexItem: "4.7.1" },
  { pattern: /(?:reg(?:istration)?|number)\.? ?plates?|\bvrm\b/, annexItem: "0.1" },
  { pattern: /\bvin\b|chassis number/, annexItem: "0.2" },
  {
    pattern: /(?:mil|engine management|engine warning|eml) (?:lamp|light|on)|engine (?:mil|light)|\beml\b/,
    annexItem: "8.2.1.1",
  },
  { pattern: /air ?bag|\bsrs\b/, annexItem: "7.1.6" },
  { pattern: /headl(?:amp|ight)s? aim|beam (?:high|low|pattern)/, annexItem: "4.1.2" },
  { pattern: /head ?l(?:amp|ight)s?|main ?beam|dipped ?beam/, annexItem: "4.1.1" },
  { pattern: /fog ?l(?:amp|ight)s?/, annexItem: "4.5.1" },
  { pattern: /(?:brake|stop) ?l(?:amp|ight)s?/, annexItem: "4.3.1" },
  { pattern: /indicators?\b|hazards?\b/, annexItem: "4.4.1" },
  { pattern: /revers(?:e|ing) ?l(?:amp|ight)s?/, annexItem: "4.6.1" },
  { pattern: /reflectors?\b/, annexItem: "4.8.1" },
  { pattern: /side ?l(?:amp|ight)s?|position l(?:amp|ight)s?|tail ?l(?:amp|ight)s?/, annexItem: "4.2.1" },
  { pattern: /battery/, annexItem: "4.13" },
  { pattern: /wiring|tow ?bar electrics|trailer socket/, annexItem: "4.11" },
  { pattern: /emissions?|lambda|smoke/, annexItem: "8.2" },
  { pattern: /catalytic|\bcat\b|\bdpf\b/, annexItem: "8.2.1.1" },
  { pattern: /exhaus/, annexItem: "6.1.2" },
  { pattern: /fuel (?:pipe|line|tank|cap|leak|hose)|petrol leak|diesel leak/, annexItem: "6.1.3" },
  {
    pattern: /(?:oil|fluid|water|gearbox) leak|leaking oil|oil (?:seep|weep|mist)|coolant/,
    annexItem: "8.4.1",
  },
  { pattern: /drive ?shaft|\bcv\b|constant velocity|prop ?shaft|gaiter/, annexItem: "6.1.7" },
  { pattern: /(?:engine|gearbox) mount/, annexItem: "6.1.8" },
  { pattern: /tow ?bar|tow ?ball|tow hitch/, annexItem: "6.1.6" },
  { pattern: /bumpers?\b/, annexItem: "6.1.4" },
  { pattern: /\bdoors?\b|bonnet|boot ?lid|tailgate/, annexItem: "6.2.3" },
  {
    pattern: /\bsills?\b|chassis|sub ?-?frame|structur|corro(?:sion|ded)|rust|underside|floor ?pan/,
    annexItem: "6.1.1",
  },
  { pattern: /seats?\b/, annexItem: "6.2.6" },
  { pattern: /\bhorn\b/, annexItem: "7.7" },
  { pattern: /speedo/, annexItem: "7.8" },
  { pattern: /odometer|mileage/, annexItem: "7.11" },
];

/**
 * Notes about how the inspection could be done rather than about the vehicle's condition: covers that hide what is
 * behind them, belts under a child seat, things moved out of the driver's view.
 */
export const REMARK_PATTERN =
  /\bcovers?\b.*\bfitted\b|under ?trays?\b.*\bfitted\b|not allowing (?:full|proper) inspection|unable to (?:test|inspect|check|see|view)|(?:could|can) ?not be (?:tested|inspected|checked)|not (?:tested|inspected)|items? removed from/;
