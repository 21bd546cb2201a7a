/** A lesson of the demo: names and descriptions in both languages, and its steps as [English, German]. */
export interface DemoTutorial {
  readonly category: string;
  readonly categoryDe: string;
  readonly subject: string;
  readonly subjectDe: string;
  readonly en: string;
  readonly de: string;
  readonly steps: readonly (readonly [string, string])[];
}

export const demoTutorials: readonly DemoTutorial[] = [
  {
    category: "animals",
    categoryDe: "Tiere",
    subject: "fox",
    subjectDe: "Fuchs",
    en: "A curled-up fox with a tail as big as a blanket.",
    de: "Ein zusammengerollter Fuchs mit einem Schwanz so groß wie eine Decke.",
    steps: [
      [
        "Draw a large circle for the curled body. It may be a little wobbly.",
        "Zeichne einen großen Kreis für den zusammengerollten Körper. Er darf ein bisschen wackelig sein.",
      ],
      [
        "Put a small triangle at the edge: that is the face, pointing down.",
        "Setze ein kleines Dreieck an den Rand: Das ist das Gesicht, die Spitze zeigt nach unten.",
      ],
      ["Add two pointed ears on top of the face.", "Male zwei spitze Ohren oben an das Gesicht."],
      [
        "Sweep a long curve around the body and end it in a brush: the tail.",
        "Ziehe einen langen Bogen um den Körper und lass ihn in einem Pinsel enden: der Schwanz.",
      ],
      [
        "Draw the sleeping eyes as two short smiles, and colour him orange.",
        "Zeichne die schlafenden Augen als zwei kurze Bögen und male ihn orange an.",
      ],
    ],
  },
  {
    category: "animals",
    categoryDe: "Tiere",
    subject: "owl",
    subjectDe: "Eule",
    en: "A round owl who is wide awake at bedtime.",
    de: "Eine runde Eule, die zur Schlafenszeit hellwach ist.",
    steps: [
      ["Draw an egg that stands on its thick end.", "Zeichne ein Ei, das auf dem dicken Ende steht."],
      ["Give it two very big round eyes that touch each other.", "Gib ihm zwei sehr große runde Augen, die sich berühren."],
      ["Place a small diamond between the eyes for the beak.", "Setze eine kleine Raute als Schnabel zwischen die Augen."],
      ["Fold one wing along each side.", "Lege an jede Seite einen Flügel."],
      ["Fill the belly with rows of little U shapes: the feathers.", "Fülle den Bauch mit Reihen von kleinen U: die Federn."],
      ["Sit her on a branch and hang a moon behind her.", "Setze sie auf einen Ast und hänge einen Mond hinter sie."],
    ],
  },
  {
    category: "animals",
    categoryDe: "Tiere",
    subject: "whale",
    subjectDe: "Wal",
    en: "A gentle whale who carries a fountain on his back.",
    de: "Ein sanfter Wal, der einen Springbrunnen auf dem Rücken trägt.",
    steps: [
      ["Draw a long drop lying on its side.", "Zeichne einen langen Tropfen, der auf der Seite liegt."],
      [
        "Split the thin end into two fins, like a heart upside down.",
        "Teile das dünne Ende in zwei Flossen, wie ein Herz auf dem Kopf.",
      ],
      [
        "Draw a smile from the front to the middle, and fine lines below it.",
        "Zeichne ein Lächeln von vorn bis zur Mitte und feine Linien darunter.",
      ],
      [
        "Add a small eye and a spout of water with three drops.",
        "Male ein kleines Auge und eine Fontäne mit drei Tropfen dazu.",
      ],
    ],
  },
  {
    category: "animals",
    categoryDe: "Tiere",
    subject: "hedgehog",
    subjectDe: "Igel",
    en: "A hedgehog in autumn, with a leaf stuck to his spines.",
    de: "Ein Igel im Herbst, dem ein Blatt an den Stacheln klebt.",
    steps: [
      ["Draw half a circle, flat side down.", "Zeichne einen Halbkreis mit der flachen Seite nach unten."],
      [
        "Pull out a pointed nose at one end and end it in a dot.",
        "Ziehe an einem Ende eine spitze Nase heraus und setze einen Punkt darauf.",
      ],
      ["Cover the round back with short zigzag lines.", "Bedecke den runden Rücken mit kurzen Zickzacklinien."],
      ["Add four small feet and a friendly eye.", "Male vier kleine Füße und ein freundliches Auge."],
      ["Let one autumn leaf hang on the spines.", "Lass ein Herbstblatt an den Stacheln hängen."],
    ],
  },
  {
    category: "vehicles",
    categoryDe: "Fahrzeuge",
    subject: "rocket",
    subjectDe: "Rakete",
    en: "A rocket just before lift-off.",
    de: "Eine Rakete kurz vor dem Start.",
    steps: [
      ["Draw a tall, narrow egg.", "Zeichne ein hohes, schmales Ei."],
      [
        "Cut off the top third with a curved line: the nose.",
        "Trenne das obere Drittel mit einer gebogenen Linie ab: die Spitze.",
      ],
      ["Add a round window with a thick frame.", "Male ein rundes Fenster mit einem dicken Rahmen."],
      [
        "Put one fin on each side and a small one in the middle.",
        "Setze an jede Seite eine Flosse und eine kleine in die Mitte.",
      ],
      ["Draw three flames below, the middle one the longest.", "Zeichne unten drei Flammen, die mittlere am längsten."],
      ["Colour the fins red and sprinkle stars all around.", "Male die Flossen rot an und streue rundherum Sterne."],
    ],
  },
  {
    category: "vehicles",
    categoryDe: "Fahrzeuge",
    subject: "sailing boat",
    subjectDe: "Segelboot",
    en: "A little boat with a patched sail.",
    de: "Ein kleines Boot mit einem geflickten Segel.",
    steps: [
      ["Draw a bowl for the hull.", "Zeichne eine Schale für den Rumpf."],
      ["Raise a straight mast from its middle.", "Stelle einen geraden Mast in die Mitte."],
      [
        "Hang a large triangle on one side and a small one on the other.",
        "Hänge ein großes Dreieck an die eine Seite und ein kleines an die andere.",
      ],
      [
        "Sew a square patch on the large sail with tiny dashes.",
        "Nähe mit kleinen Strichen einen viereckigen Flicken auf das große Segel.",
      ],
      ["Let three waves roll past below.", "Lass unten drei Wellen vorbeirollen."],
    ],
  },
  {
    category: "vehicles",
    categoryDe: "Fahrzeuge",
    subject: "steam train",
    subjectDe: "Dampflok",
    en: "An old steam engine that puffs clouds in the shape of animals.",
    de: "Eine alte Dampflok, die Wolken in Tierform pufft.",
    steps: [
      [
        "Draw a long box with a tall box at its end: the cabin.",
        "Zeichne einen langen Kasten und an sein Ende einen hohen: das Führerhaus.",
      ],
      ["Put a chimney at the front, wider at the top.", "Setze vorn einen Schornstein auf, oben breiter als unten."],
      ["Add three wheels, the last one the biggest.", "Male drei Räder, das letzte am größten."],
      ["Join the wheels with a straight rod.", "Verbinde die Räder mit einer geraden Stange."],
      ["Draw a window, a lamp and a cowcatcher.", "Zeichne ein Fenster, eine Lampe und einen Schienenräumer."],
      ["Lay two rails below with short sleepers.", "Lege unten zwei Schienen mit kurzen Schwellen."],
      [
        "Let a cloud rise from the chimney. Which animal is it?",
        "Lass eine Wolke aus dem Schornstein steigen. Welches Tier ist es?",
      ],
    ],
  },
  {
    category: "plants",
    categoryDe: "Pflanzen",
    subject: "sunflower",
    subjectDe: "Sonnenblume",
    en: "A sunflower that is taller than the fence.",
    de: "Eine Sonnenblume, die höher ist als der Zaun.",
    steps: [
      ["Draw a circle and fill it with a criss-cross of lines.", "Zeichne einen Kreis und fülle ihn mit gekreuzten Linien."],
      ["Surround it with long pointed petals.", "Umgib ihn mit langen spitzen Blütenblättern."],
      ["Tuck a second row of petals behind the first.", "Stecke eine zweite Reihe Blütenblätter hinter die erste."],
      ["Draw a strong stem with two heart-shaped leaves.", "Zeichne einen kräftigen Stängel mit zwei herzförmigen Blättern."],
    ],
  },
  {
    category: "plants",
    categoryDe: "Pflanzen",
    subject: "apple tree",
    subjectDe: "Apfelbaum",
    en: "An apple tree with exactly as many apples as you are old.",
    de: "Ein Apfelbaum mit genau so vielen Äpfeln, wie du alt bist.",
    steps: [
      ["Draw a trunk that spreads out at the bottom.", "Zeichne einen Stamm, der unten breiter wird."],
      ["Let three thick branches grow upwards.", "Lass drei dicke Äste nach oben wachsen."],
      ["Put a big cloud of leaves around the branches.", "Setze eine große Wolke aus Blättern um die Äste."],
      ["Hang as many apples in it as you are old.", "Hänge so viele Äpfel hinein, wie du alt bist."],
      [
        "Draw grass at the foot and one apple that has fallen.",
        "Zeichne Gras an den Fuß und einen Apfel, der heruntergefallen ist.",
      ],
    ],
  },
  {
    category: "fantasy",
    categoryDe: "Fantasie",
    subject: "dragon",
    subjectDe: "Drache",
    en: "A small dragon who would rather toast bread than castles.",
    de: "Ein kleiner Drache, der lieber Brot röstet als Burgen.",
    steps: [
      ["Draw a pear for the body.", "Zeichne eine Birne als Körper."],
      ["Add a round head with two little horns.", "Setze einen runden Kopf mit zwei kleinen Hörnern darauf."],
      ["Draw a long tail that ends in an arrow.", "Zeichne einen langen Schwanz, der in einem Pfeil endet."],
      ["Give him two bat wings.", "Gib ihm zwei Fledermausflügel."],
      ["Run a row of triangles down his back.", "Lass eine Reihe Dreiecke über seinen Rücken laufen."],
      ["Stripe the belly with curved lines.", "Streife den Bauch mit gebogenen Linien."],
      ["Draw a slice of bread on a fork in his paw.", "Zeichne ihm eine Scheibe Brot auf einer Gabel in die Pfote."],
      ["Add one small flame, just warm enough.", "Male eine kleine Flamme dazu, gerade warm genug."],
    ],
  },
  {
    category: "fantasy",
    categoryDe: "Fantasie",
    subject: "castle",
    subjectDe: "Schloss",
    en: "A castle with a tower for every day of the week.",
    de: "Eine Burg mit einem Turm für jeden Tag der Woche.",
    steps: [
      ["Draw a wide wall with square teeth on top.", "Zeichne eine breite Mauer mit eckigen Zinnen."],
      ["Put a gate with a round arch in the middle.", "Setze ein Tor mit rundem Bogen in die Mitte."],
      ["Build a tall tower at each end.", "Baue an jedes Ende einen hohen Turm."],
      ["Add five more towers behind, all of different heights.", "Stelle fünf weitere Türme dahinter, alle verschieden hoch."],
      ["Give every roof a flag in a colour of its own.", "Gib jedem Dach eine Fahne in einer eigenen Farbe."],
      ["Draw a bridge over the moat.", "Zeichne eine Brücke über den Burggraben."],
    ],
  },
  {
    category: "food",
    categoryDe: "Essen",
    subject: "birthday cake",
    subjectDe: "Geburtstagstorte",
    en: "A cake with three layers, and a candle for every year.",
    de: "Eine Torte mit drei Böden und einer Kerze für jedes Jahr.",
    steps: [
      [
        "Draw a flat oval and a band below it: the first layer.",
        "Zeichne ein flaches Oval und ein Band darunter: der erste Boden.",
      ],
      ["Stack two smaller layers on top.", "Setze zwei kleinere Böden darauf."],
      ["Let icing drip over every edge in round drops.", "Lass über jeden Rand Zuckerguss in runden Tropfen laufen."],
      ["Put the candles on, each with a flame.", "Stecke die Kerzen darauf, jede mit einer Flamme."],
      ["Decorate the sides with cherries and stars.", "Verziere die Seiten mit Kirschen und Sternen."],
    ],
  },
  {
    category: "food",
    categoryDe: "Essen",
    subject: "ice cream",
    subjectDe: "Eis",
    en: "An ice cream that does not melt until you have finished it.",
    de: "Ein Eis, das nicht schmilzt, bevor du fertig bist.",
    steps: [
      ["Draw a long triangle standing on its tip.", "Zeichne ein langes Dreieck, das auf der Spitze steht."],
      [
        "Cover the cone with slanted lines in both directions.",
        "Überziehe die Waffel mit schrägen Linien in beide Richtungen.",
      ],
      ["Set three scoops on it, like a small tower.", "Setze drei Kugeln darauf, wie einen kleinen Turm."],
      [
        "Top it with a cherry, a wafer and coloured sprinkles.",
        "Kröne es mit einer Kirsche, einer Waffel und bunten Streuseln.",
      ],
    ],
  },
];
