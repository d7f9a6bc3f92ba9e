/**
 * Items of the Finnish periodic inspection → items of Directive 2014/45/EU Annex I. Names as in Traficom's statistics
 * of defects by model (CC BY 4.0, Traficom), "group - item" without the group; the mapping and the English names in
 * the comments are ours. An empty list: the directive has no item for it.
 */
import type { AnnexItem } from "./annex-item.ts";

export const FI_ITEMS: Record<string, readonly AnnexItem[]> = {
  // Ajoneuvon tunnistus: identification
  Asiapaperit: ["0"], // papers
  "Luvanvaraisen liikenteen tunnisteet": [], // signs of licensed transport
  Rekisterikilpi: ["0.1"], // number plate
  Rekisterimerkinnät: ["0"], // register entries
  "Valmistajan kilpi": ["0.2"], // manufacturer's plate
  Valmistenumero: ["0.2"], // serial number
  // Akselistot, pyörät ja jousitus: axles, wheels and suspension
  Akselisto: ["5.1"], // axle
  Etuakselisto: ["5.1", "5.3.3", "5.3.4"], // front axle with its arms and joints
  "Taka-akselisto": ["5.1", "5.3.3", "5.3.4"], // rear axle with its arms and joints
  "Jousitus ja iskunvaimennus": ["5.3.1", "5.3.2", "5.3.5"], // springs and dampers
  "Renkaat ja vanteet": ["5.2.2", "5.2.3"], // tyres and rims
  // Alusta ja kori: chassis and body
  "Akseliston kiinnityspalkit": ["6.1.1"], // members that carry the axles
  "Alustan kotelot ja pohjalevy": ["6.1.1", "6.2.4"], // box sections and floor
  "Alustan suojaus": ["6.2.9"], // underbody protection
  Kori: ["6.2.1"], // body
  Kuormakori: ["6.2.2"], // load body
  "Muut alustan ja korin rakenteet": ["6.1.1", "6.2.1"], // other structure
  Pakoputkisto: ["6.1.2"], // exhaust
  "Polttoainesäiliö ja -putket": ["6.1.3"], // fuel tank and pipes
  Runko: ["6.1.1"], // frame
  Suojarakenteet: ["6.1.4"], // protective structures
  // Jarrujärjestelmät: brakes
  Ajovakautusjärjestelmä: ["7.12"], // stability control
  Käyttöjarru: ["1.1"], // service brake, its parts
  "Käyttöjarrun dynamometritesti": ["1.2"], // service brake on the roller bench
  "Muu jarru ja hidastin": ["1.1.19"], // other brake and retarder
  Seisontajarru: ["1.1.6"], // parking brake, its parts
  "Seisontajarrun dynamometritesti": ["1.4"], // parking brake on the roller bench
  // Koeajo ja näkyvyys: test drive and visibility
  "Hallintalaitteet ja ilmaisimet": ["6.2.7"], // controls and indicators
  Koeajo: [], // test drive
  "Korin sisustus": ["6.2.9"], // interior
  "Muut ikkunat": ["3.2"], // windows other than the windscreen
  Nopeudenrajoitin: ["7.10"], // speed limiter
  "Nopeusmittari ja ajopiirturi": ["7.8", "7.9"], // speedometer and tachograph
  Näkökenttä: ["3.1"], // field of vision
  Peilit: ["3.3"], // mirrors
  "Tuulilasi ja puhdistuslaitteet": ["3.2", "3.4", "3.5"], // windscreen, wipers and washers
  // Lisätarkastukset: additional checks of special vehicles
  "Erityskäyttöön varustetun ajoneuvon varustus": [],
  "Koulu- ja opetusajoneuvovarustus": [],
  Matkailuajoneuvovarustus: [],
  Paloautovarustus: [],
  Ruumisautovarustus: [],
  Sairasautovarustus: [],
  Taksivarustus: [],
  "Vaarallisten aineiden kuljetus varustus": [],
  // Muut laitteet ja varusteet: other equipment
  Energiantuottolaitteet: [],
  Kilvet: [],
  Kytkentälaitteet: ["6.1.6"], // couplings
  "Lukkolaite, luvattoman käytön esto": ["7.3"], // locks
  Moottori: ["6.1.8", "6.1.9"], // engine
  "Muut laitteet ja varusteet": ["7"],
  Turvajärjestelmät: ["7.1.6"], // restraint systems
  "Turvavyöt ja -varusteet": ["7.1"], // safety belts
  Varoituskolmio: ["7.4"], // warning triangle
  Voimansiirto: ["6.1.7"], // transmission
  // Ohjauslaitteet: steering
  Ohjauslaitteet: ["2"],
  "Ohjausnivelet ja -tangot": ["2.1.3"], // joints and rods
  Ohjausvaihde: ["2.1.1"], // steering gear
  "Ohjautuva akselisto": ["2.1"], // self-steering axle
  // Valaisimet ja sähkölaitteet: lamps and electrical equipment
  Ajovalo: ["4.1"], // headlamp
  "Akku ja johtimet": ["4.11", "4.13"], // battery and wiring
  Etuvalo: ["4.2"], // front position lamp
  "Heijastin ja heijastavat pinnat": ["4.8"], // reflectors
  Hätävilkut: ["4.4"], // hazard lamps
  Jarruvalo: ["4.3"], // stop lamp
  Kaukovalo: ["4.1"], // main beam
  Lisävalot: ["4.12"], // additional lamps
  Lähivalo: ["4.1"], // dipped beam
  "Muut valot ja valaistut kilvet": ["4"], // other lamps
  "Rekisterikilven valo": ["4.7"], // plate lamp
  Suuntavalo: ["4.4"], // direction indicator
  Takavalo: ["4.2"], // rear position lamp
  Äänimerkinantolaite: ["7.7"], // horn
  // Ympäristöhaitat: nuisance
  "Bensiinimoottorin pakokaasumittaus": ["8.2.1.2"], // exhaust test, petrol
  "Dieselmoottorin pakokaasumittaus": ["8.2.2.2"], // exhaust test, diesel
  Melu: ["8.1"], // noise
  Nestevuodot: ["8.4.1"], // fluid leaks
  Pakokaasupäästöt: ["8.2"], // emissions
  Polttoainevuodot: ["6.1.3"], // fuel leaks
  "Sisäinen valvontajärjestelmä (OBD)": ["8.2.1.1", "8.2.2.1"], // on-board diagnosis
  Öljyvuodot: ["8.4.1"], // oil leaks
};

/** The statistics' groups; "… (kaikki kohteet)" is a group's total. */
export const FI_GROUPS: Record<string, readonly AnnexItem[]> = {
  "Ajoneuvon tunnistus": ["0"],
  "Akselistot, pyörät ja jousitus": ["5"],
  "Alusta ja kori": ["6"],
  Jarrujärjestelmät: ["1", "7.12"],
  "Koeajo ja näkyvyys": ["3"],
  Lisätarkastukset: [],
  "Muut laitteet ja varusteet": ["7"],
  Ohjauslaitteet: ["2"],
  "Valaisimet ja sähkölaitteet": ["4"],
  Ympäristöhaitat: ["8"],
};
