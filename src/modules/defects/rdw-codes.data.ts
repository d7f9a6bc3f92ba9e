/**
 * The codes of RDW's defect list (Gebreken, hx2c-gt7k, state of May 2018) → items of Directive 2014/45/EU Annex I.
 * Derived from the list's article of the Regeling voertuigen and description by rules, then read through; RDW
 * publishes the list under CC0. Codes whose description fits no item (how the inspector worked, dimensions, electric
 * drive lines, alcohol locks, taxi fittings) or two of them (704: steering or suspension ball joint) have null.
 */
import type { PartCategoryKey } from "../parts/index.ts";
import type { AnnexItem } from "./annex-item.ts";

export interface RdwCodeRow {
  annexItem: AnnexItem | null;
  /** The part the description names, where that decides between the parts of its item. */
  namedPart?: PartCategoryKey;
  /** Separated by spaces. */
  codes: string;
}

export const RDW_CODE_ROWS: readonly RdwCodeRow[] = [
  { annexItem: "0", codes: "021 022 A02" },
  { annexItem: "0.1", codes: "027 028 029 030 031 A03" },
  { annexItem: "0.2", codes: "008 009 A04" },
  { annexItem: "1.1", codes: "705 AC5" },
  { annexItem: "1.1.1", codes: "287" },
  { annexItem: "1.1.2", codes: "288" },
  { annexItem: "1.1.2", namedPart: "BRAKE_PEDAL", codes: "284 I16" },
  { annexItem: "1.1.3", codes: "291 292 I15" },
  { annexItem: "1.1.4", codes: "335 336 I04 I05" },
  { annexItem: "1.1.6", codes: "286 356" },
  { annexItem: "1.1.7", codes: "293 332 I29" },
  { annexItem: "1.1.8", codes: "345 346 347 348 349 350 I08 I33 I34 I35" },
  { annexItem: "1.1.9", codes: "330 333 I32" },
  { annexItem: "1.1.10", codes: "278 279 329" },
  { annexItem: "1.1.10", namedPart: "BRAKE_FLUID", codes: "327 328 I03" },
  { annexItem: "1.1.10", namedPart: "BRAKE_SERVO", codes: "299 300 I14" },
  { annexItem: "1.1.11", codes: "303 304 305 306 I19" },
  { annexItem: "1.1.12", codes: "307 308 309 310 I17" },
  { annexItem: "1.1.13", codes: "311 I21" },
  { annexItem: "1.1.14", codes: "312 313" },
  { annexItem: "1.1.15", codes: "314 315 I18" },
  { annexItem: "1.1.16", codes: "I07" },
  { annexItem: "1.1.16", namedPart: "WHEEL_BRAKE_CYLINDER", codes: "316 317 318 319 320 343 344 I23" },
  { annexItem: "1.1.17", codes: "301 302 337 338 339 340 341 342 I30 I31" },
  { annexItem: "1.1.18", codes: "334 I24" },
  { annexItem: "1.1.20", codes: "365 366 367 368 I11" },
  { annexItem: "1.1.21", codes: "277 280 281 282 283 285 294 295 296 297 298 I12 I13 I22" },
  { annexItem: "1.1.22", codes: "331 I28" },
  { annexItem: "1.2.1", codes: "289 290 358 359 360 361 362 363 I20 I36 I37" },
  { annexItem: "1.2.2", codes: "351 352 353 354 I09" },
  { annexItem: "1.4.1", codes: "357 364 369 370 371 I38" },
  { annexItem: "1.4.2", codes: "355 I10" },
  { annexItem: "1.6", codes: "321 322 323 324 I25 I26 I27" },
  { annexItem: "2.1", codes: "242 243 245 246 247 248 H08 H09 H14" },
  { annexItem: "2.1.1", codes: "253 H06" },
  { annexItem: "2.1.3", codes: "249 259 260 261 H13" },
  { annexItem: "2.1.3", namedPart: "STEERING_RACK_GAITER", codes: "250 251 H10" },
  { annexItem: "2.1.4", codes: "252 H07" },
  { annexItem: "2.1.5", codes: "255 258 H15" },
  { annexItem: "2.1.5", namedPart: "POWER_STEERING_HOSE", codes: "256 257 H16" },
  { annexItem: "2.2.2", codes: "244 268 269 H11 H12 H17 H18" },
  { annexItem: "2.3", codes: "254 H04" },
  { annexItem: "2.4", codes: "194 F05" },
  { annexItem: "2.5", codes: "264 265 266 267 270 271 272 273 274 H05 H19 H20 H21" },
  { annexItem: "3.2", codes: "385 386 387 J02" },
  { annexItem: "3.2", namedPart: "VEHICLE_WINDOW", codes: "384" },
  { annexItem: "3.3", codes: "398 399 400 401 402 J05" },
  { annexItem: "3.4", codes: "390 391" },
  { annexItem: "3.4", namedPart: "WIPER_MOTOR", codes: "388 389 J03" },
  { annexItem: "3.5", codes: "392 393 394" },
  { annexItem: "3.6", codes: "395 396 397 J04" },
  { annexItem: "4", codes: "01A 02A 03A 04A 05A 06A 07A 08A 09A 10A 12A 13A 14A K01 K03 K04 K09" },
  { annexItem: "4.1.1", codes: "498 501 502 507 515" },
  { annexItem: "4.1.1", namedPart: "HEADLAMP", codes: "499 500" },
  { annexItem: "4.1.2", codes: "516 517 518 519 520 521 522 524 710 K05" },
  { annexItem: "4.1.3", codes: "503 508" },
  { annexItem: "4.1.4", codes: "510 511 512 513 514" },
  { annexItem: "4.1.5", codes: "509" },
  { annexItem: "4.2.1", codes: "469 470 471 472 473 475 481 582 584 585 587 589 590" },
  { annexItem: "4.2.2", codes: "474" },
  { annexItem: "4.2.3", codes: "476 477 478 479 480 581 583 586 588" },
  { annexItem: "4.3.1", codes: "549 552 553 555 556 563" },
  { annexItem: "4.3.1", namedPart: "REAR_LAMP", codes: "550 551" },
  { annexItem: "4.3.2", codes: "554" },
  { annexItem: "4.3.3", codes: "558 559 560 561 562" },
  { annexItem: "4.4.1", codes: "564 568 569 571 573 579" },
  { annexItem: "4.4.1", namedPart: "DIRECTION_INDICATOR_LAMP", codes: "566 567 572" },
  { annexItem: "4.4.2", codes: "570" },
  { annexItem: "4.4.3", codes: "574 575 576 577 578" },
  { annexItem: "4.4.3", namedPart: "DIRECTION_INDICATOR_LAMP", codes: "580" },
  { annexItem: "4.5.1", codes: "525 529 530 532 537 597 601" },
  { annexItem: "4.5.1", namedPart: "FOG_LAMP", codes: "527 528" },
  { annexItem: "4.5.3", codes: "531" },
  { annexItem: "4.5.4", codes: "533 534 535 536 600" },
  { annexItem: "4.6.1", codes: "482 484 485 487 492" },
  { annexItem: "4.6.1", namedPart: "REVERSING_LAMP", codes: "483" },
  { annexItem: "4.6.2", codes: "488 489 490 491" },
  { annexItem: "4.6.3", codes: "486" },
  { annexItem: "4.7.1", codes: "494 497" },
  { annexItem: "4.7.2", codes: "493 495 496" },
  { annexItem: "4.8.1", codes: "539 540 541 542 543 548 604" },
  { annexItem: "4.8.2", codes: "11A 538 544 545 546 547 602 603 605 606 607" },
  { annexItem: "4.9.1", codes: "504 526 565 K10" },
  { annexItem: "4.11", codes: "059 060 146 147 B13 D19" },
  { annexItem: "4.12", codes: "591 592 593 594 595 596 608 609 610 611 612 613 K06 K07 K08 K11 K12" },
  { annexItem: "4.13", codes: "058 145 B12 D18" },
  { annexItem: "5.1.1", codes: "182 192 193 F04 F09 F10" },
  { annexItem: "5.1.2", codes: "F11" },
  { annexItem: "5.1.3", codes: "190 191 F15 F16" },
  { annexItem: "5.2.1", codes: "195 196 F18" },
  { annexItem: "5.2.1", namedPart: "WHEEL_HUB", codes: "199 F07" },
  { annexItem: "5.2.2", codes: "197 198 F17" },
  {
    annexItem: "5.2.3",
    codes:
      "203 204 205 206 207 208 209 210 211 213 214 215 216 217 218 428 701 875 876 AC1 G04 G05 G06 G07 G08 G09",
  },
  { annexItem: "5.3.1", codes: "183 220 221 222 223 224 225 226 227 228 229 230 G02 G10" },
  { annexItem: "5.3.1", namedPart: "ANTI_ROLL_BAR", codes: "200 F08" },
  { annexItem: "5.3.2", codes: "239 240 241 702 AC2 G03 G11" },
  { annexItem: "5.3.3", codes: "179 180 181" },
  { annexItem: "5.3.4", codes: "184 185 186 187 188 189 F12 F13 F14" },
  { annexItem: "5.3.5", codes: "231 232 234 235 236 237 238" },
  {
    annexItem: "6.1.1",
    codes:
      "033 034 035 036 037 038 039 040 041 042 043 044 045 046 047 048 049 050 051 052 703 AC3 B05 B06 B07 B08 B09",
  },
  { annexItem: "6.1.2", codes: "115 116" },
  { annexItem: "6.1.2", namedPart: "EXHAUST_MOUNT", codes: "117 118 D14" },
  {
    annexItem: "6.1.3",
    codes:
      "076 077 078 079 080 082 084 085 094 095 096 097 098 099 100 101 106 107 108 109 110 111 112 711 714 717 718 725 728 734 737 749 752 762 773 789 791 795 799 800 802 808 829 D02 D03 D11 D12",
  },
  { annexItem: "6.1.3", namedPart: "FUEL_CAP", codes: "083" },
  { annexItem: "6.1.3", namedPart: "FUEL_TANK", codes: "090 091 092 093 102 105 742 745 772 D13" },
  { annexItem: "6.1.4", codes: "432 433 436 437 438 439 440 441 442 J09 J10 J17 J19 J20" },
  {
    annexItem: "6.1.6",
    codes:
      "614 615 616 617 619 620 621 622 623 624 626 627 628 629 630 631 632 633 634 635 636 637 638 639 640 641 642 643 644 645 646 647 648 649 650 651 652 653 654 655 656 657 658 659 660 661 662 663 664 665 666 667 668 669 L01 L02 L03 L04 L05 L06 L07 L08",
  },
  { annexItem: "6.1.7", codes: "175 176 E10" },
  { annexItem: "6.1.7", namedPart: "CV_JOINT_BOOT", codes: "177 178 E11" },
  { annexItem: "6.1.8", codes: "155 156 157 158 D10" },
  { annexItem: "6.2.1", codes: "434 435 J08 J18" },
  { annexItem: "6.2.2", codes: "053 054 B10" },
  { annexItem: "6.2.3", codes: "373 374 375 376 377 380 381 382 383 J11 J12 J13" },
  { annexItem: "6.2.4", codes: "055 B11" },
  { annexItem: "6.2.5", codes: "403 404 405 406 407" },
  { annexItem: "6.2.6", codes: "408 409 410 411 412 413 676 J06" },
  { annexItem: "6.2.10", codes: "429 430 431 J16" },
  { annexItem: "7.1.1", codes: "418" },
  { annexItem: "7.1.2", codes: "414 415 416 417 419 420 421 422 J14 J15" },
  { annexItem: "7.1.6", codes: "708 RA1" },
  { annexItem: "7.7", codes: "672 673 674 675 M01" },
  { annexItem: "7.8", codes: "167 E01" },
  {
    annexItem: "7.9",
    codes:
      "168 169 170 171 837 838 839 840 842 845 848 849 850 851 852 853 857 858 859 860 861 862 863 864 865 867 871 872 873 874 877 878 879 880 881 894 895 896 898 899 900 901 902 E06 E07 E08 E09",
  },
  { annexItem: "7.10", codes: "172 173 174 E04 E05" },
  { annexItem: "7.11", codes: "012 013 015" },
  { annexItem: "8.1.1", codes: "113 D21" },
  { annexItem: "8.2", codes: "D08 D17" },
  { annexItem: "8.2.1.1", codes: "124 125 126 127" },
  { annexItem: "8.2.1.2", codes: "122 123 128 129 130 132 D15 D16" },
  { annexItem: "8.2.2.1", codes: "135 141 142 143" },
  { annexItem: "8.2.2.2", codes: "138 139 144 D07" },
  { annexItem: "8.4.1", codes: "709 RA2" },
  { annexItem: "9.1.1", codes: "684" },
  { annexItem: "9.1.2", codes: "680 681 682 683 N04" },
  { annexItem: "9.6", codes: "677 678 N03" },
  { annexItem: "9.11.1", codes: "685 686 687 N05" },
  { annexItem: "9.11.2", codes: "688 689 690 691 692 693 N06" },
  {
    annexItem: null,
    codes:
      "005 010 011 067 068 069 070 081 148 150 151 152 153 154 15A 16A 17A 18A 679 694 695 704 706 707 882 883 884 885 886 887 888 889 890 891 892 893 AC4 AS1 AS2 AS3 AS4 AS5 C01 D20 N02 N09 O01 O02 O03 O04 O05 O06 OP1 OP2",
  },
];

export interface RdwValidityRow {
  /** First day, null where the list gives none. */
  validFrom: string | null;
  /** Last day, null where the code was still valid in May 2018. */
  validTo: string | null;
  codes: string;
}

/** Codes not named here are valid from 2017-04-01, as three quarters of the list are. */
export const RDW_VALIDITY_ROWS: readonly RdwValidityRow[] = [
  { validFrom: "2010-02-27", validTo: null, codes: "OP1 OP2 RA1" },
  { validFrom: "2010-02-27", validTo: "2016-01-03", codes: "O01 O02 O03 O04 O05" },
  {
    validFrom: "2010-02-27",
    validTo: "2017-04-02",
    codes:
      "C01 D02 D03 D07 D08 D10 E01 F04 F05 F07 F08 G02 G03 I03 I04 I05 I07 I08 I09 I10 I11 J02 J03 J04 J05 J06 J08 J09 J10 K01 K03 K04 K05 K06 K07 K08 K09 K10 K11 K12 L01 L02 L03 L04 L05 M01 N02 N03 N04 N05 N06",
  },
  { validFrom: "2011-04-01", validTo: "2017-04-02", codes: "D20" },
  { validFrom: "2011-12-01", validTo: "2017-04-02", codes: "AS1 AS2 AS3 AS4 AS5" },
  { validFrom: "2012-04-01", validTo: null, codes: "RA2" },
  {
    validFrom: "2012-04-01",
    validTo: "2017-04-02",
    codes:
      "A02 A03 A04 B05 B06 B07 B08 B09 B10 B11 B12 B13 D11 D12 D13 D14 D16 D17 D18 D19 E04 E05 E06 E08 E10 E11 F09 F10 F11 F12 F13 F14 F15 F16 F17 F18 G04 G05 G06 G07 G08 G09 G10 G11 H04 H05 H06 H07 H08 H09 H10 H11 H12 H13 H14 H15 H16 H17 H18 H19 H20 H21 I12 I13 I14 I15 I16 I17 I18 I19 I20 I21 I22 I23 I24 I25 I26 I27 I28 I29 I30 I31 I32 I33 I34 I35 I36 I37 I38 J11 J12 J13 J14 J15 J16 J17 J18 J19 J20 L06 L07 L08 N09",
  },
  { validFrom: "2012-04-02", validTo: "2017-04-02", codes: "D15" },
  { validFrom: "2012-04-19", validTo: "2017-04-02", codes: "E07" },
  { validFrom: "2012-05-09", validTo: null, codes: "AC1" },
  { validFrom: "2012-07-19", validTo: "2017-04-02", codes: "E09" },
  { validFrom: "2015-04-01", validTo: "2017-04-02", codes: "D21 O06" },
  {
    validFrom: "2017-04-01",
    validTo: "2017-04-02",
    codes:
      "01A 02A 03A 04A 05A 06A 07A 08A 09A 10A 11A 12A 13A 14A 15A 16A 17A 18A 882 883 884 885 886 887 888 889 890 891 892 893",
  },
  {
    validFrom: "2017-04-01",
    validTo: "2018-05-20",
    codes: "081 107 110 125 126 127 141 142 143 193 612 613 685 686 687",
  },
  { validFrom: "2017-04-02", validTo: null, codes: "027" },
  { validFrom: null, validTo: null, codes: "AC2 AC3 AC4 AC5" },
];

/** Points of advice (AC) and of repair advice (RA) and their successors. */
export const RDW_ADVICE_CODES = "AC1 AC2 AC3 AC4 AC5 RA1 RA2 701 702 703 704 705 708 709";

/** Points not looked at, and remarks about the inspection. The list has no severities: all other codes reject. */
export const RDW_REMARK_CODES =
  "OP1 OP2 706 707 882 883 884 885 886 887 888 889 890 891 892 893 O01 O02 O03 O04 O05 O06 005 010 011 012 013 015";
