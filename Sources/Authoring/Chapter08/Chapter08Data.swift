import Course

/// What the trainings of chapter 08 gave on tinyshakespeare.txt, the plays of chapter 01, of which
/// the last tenth is held back. To measure again:
///
///     swift run -c release course dev language-model lstm tinyshakespeare.txt
///
/// and the same with `rnn`, `overfitting` and `ngrams`. What chapter 08 says of them is made
/// of these numbers by `Chapter08Numbers`.
enum Chapter08Data {
  /// The mean loss of an epoch's windows, and the loss on what is held back after it, in nats.
  struct Losses {
    let training, validation: Double

    init(_ training: Double, _ validation: Double) {
      (self.training, self.validation) = (training, validation)
    }
  }

  /// The LSTM of 128 units, an entry an epoch.
  static let lstm: [Losses] = [
    .init(2.1167, 1.8748), .init(1.6605, 1.7620), .init(1.5579, 1.7127), .init(1.4850, 1.6701),
    .init(1.4624, 1.6613), .init(1.4479, 1.6542), .init(1.4274, 1.6379), .init(1.4217, 1.6355),
  ]

  /// The RNN of 128 units, an entry an epoch.
  static let rnn: [Losses] = [
    .init(2.1240, 1.9871), .init(1.7788, 1.8789), .init(1.7014, 1.8558), .init(1.6093, 1.7751),
    .init(1.5901, 1.7685), .init(1.5787, 1.7656), .init(1.5503, 1.7342), .init(1.5444, 1.7322),
  ]

  /// The symbols to learn from and those held back, and the steps of an epoch.
  static let (training, held, steps) = (1_003_855, 111_539, 491)

  /// What is left of the last epoch's loss with `--seed 2`.
  static let secondSeed = (rnn: 1.7267, lstm: 1.6229)

  /// The validation loss after one epoch at a rate of 0.003, of the same model with the seeds 1 to 3,
  /// by `peer`: `Tests/Peers/language_model.py`. With seed 1 `course dev peers` says the same
  /// of the chapters' code and of `Layers`.
  static let peer = "PyTorch 2.13"
  static let oneEpoch = [2.1759, 2.2128, 2.3161]

  /// The loss on what is held back of tables that look 0 to 8 symbols back: the bigram table of
  /// chapter 01, with smoothing 1, and the others with 32 imagined symbols.
  static let tables = [3.3473, 2.4819, 2.0408, 1.7649, 1.6410, 1.5984, 1.5847, 1.5824, 1.5840]

  /// The counts that are not 0 of tables that look 0 to 6 symbols back, and how many of the last are 1.
  static let counts = [65, 1_380, 11_228, 48_539, 133_293, 264_623, 413_620]
  static let onceOfSix = 282_978

  /// The loss of chapter 01's bigrams that are counted on the 40,000 characters of `large`.
  static let littleBigrams = 2.6451

  /// The different words of what is learnt from, those that occur once, the words of what is held
  /// back, those of them that are new; and for ten words how many characters and how many symbols of
  /// a model of words there are.
  static let words = (different: 13_462, once: 6_358, held: 20_289, new: 1_312)
  static let tenWords = (characters: 54.7, symbols: 22.7)

  /// How long the loop is in which the LSTM ends when it always takes the most probable symbol, after
  /// each of these beginnings.
  static let loops = [("\n", 57), ("The ", 57), ("KING ", 57), ("What ", 57), ("I ", 57)]

  /// An LSTM of 128 units that learns from 40,000 characters, an entry an epoch.
  static let large: [Losses] = [
    .init(3.2679, 3.0520), .init(2.5872, 2.6670), .init(2.2950, 2.4437), .init(2.1274, 2.4022),
    .init(2.0187, 2.3272), .init(1.9253, 2.3214), .init(1.8534, 2.2995), .init(1.7960, 2.2909),
    .init(1.7409, 2.2953), .init(1.6931, 2.3140), .init(1.6537, 2.3241), .init(1.6244, 2.3335),
    .init(1.6037, 2.3467), .init(1.5759, 2.3289), .init(1.5418, 2.3472), .init(1.5176, 2.3632),
    .init(1.4883, 2.3621), .init(1.4534, 2.3805), .init(1.4230, 2.3958), .init(1.4049, 2.4053),
    .init(1.3978, 2.4320), .init(1.3839, 2.4458), .init(1.3648, 2.4440), .init(1.3508, 2.4885),
    .init(1.3236, 2.4935), .init(1.2967, 2.5025), .init(1.2821, 2.5188), .init(1.2604, 2.5453),
    .init(1.2399, 2.5836), .init(1.2290, 2.6182), .init(1.2222, 2.6035), .init(1.2065, 2.6342),
    .init(1.1865, 2.6498), .init(1.1818, 2.6577), .init(1.1767, 2.6931), .init(1.1622, 2.6849),
    .init(1.1651, 2.6781), .init(1.1476, 2.7032), .init(1.1271, 2.7236), .init(1.1184, 2.7301),
  ]

  /// The same with 16 units.
  static let small: [Losses] = [
    .init(3.4460, 3.3078), .init(3.1410, 3.1202), .init(2.9155, 2.8974), .init(2.6889, 2.7387),
    .init(2.5379, 2.6436), .init(2.4471, 2.5819), .init(2.3837, 2.5311), .init(2.3372, 2.5164),
    .init(2.3004, 2.5043), .init(2.2701, 2.5027), .init(2.2443, 2.5061), .init(2.2222, 2.5117),
    .init(2.2032, 2.5167), .init(2.1866, 2.5229), .init(2.1721, 2.5284), .init(2.1593, 2.5349),
    .init(2.1479, 2.5394), .init(2.1377, 2.5484), .init(2.1287, 2.5481), .init(2.1204, 2.5586),
    .init(2.1127, 2.5490), .init(2.1053, 2.5605), .init(2.0976, 2.5520), .init(2.0904, 2.5575),
    .init(2.0838, 2.5550), .init(2.0780, 2.5561), .init(2.0722, 2.5563), .init(2.0666, 2.5507),
    .init(2.0605, 2.5474), .init(2.0546, 2.5398), .init(2.0488, 2.5447), .init(2.0429, 2.5354),
    .init(2.0372, 2.5455), .init(2.0312, 2.5138), .init(2.0250, 2.5418), .init(2.0189, 2.5363),
    .init(2.0133, 2.5468), .init(2.0078, 2.5422), .init(2.0024, 2.5494), .init(1.9971, 2.5441),
  ]

  /// What the LSTM writes after a line's end, after some epochs: at temperature 0.8, with seed 1.
  static let samples: [(epoch: Int, lines: [String])] = [
    (
      1,
      [
        "There remelvone, cringest of biuntare.", "", "Crovost:",
        "We my forthe facher like sutg-coms;",
      ]
    ),
    (2, ["Of our wark'd amserest to thems,", "And manire the bother, unward god heart to thus:"]),
    (
      4,
      [
        "Vulfort make upon the dear my", "rander he right of wink'd you and all",
        "My heart bloodily for thee,",
      ]
    ),
    (
      8,
      [
        "The distand, and first the loving a farensward",
        "Wherefore thou chamgate and mov'd him he doth may",
      ]
    ),
  ]

  /// `course dev train`, built as `swift run` builds it, on one core of an AMD EPYC with AVX-512: of
  /// the plays one epoch with `--epochs 1`, of the book all that it does without flags.
  static let ownPlays = (characters: 1_048_576, seconds: 32)
  static let ownBook = (
    characters: 370_000, perSecond: 25_300, epochs: 14, minutes: 3, seconds: 3, loss: 1.723
  )

  /// What the LSTM has read where its logits were noted.
  static let prompt = "What is th"

  /// Each symbol with its logit after the prompt, the largest first.
  static let logits: [(symbol: String, logit: Double)] = [
    ("e", 10.0324), ("i", 8.4185), ("y", 7.5026), ("a", 7.3623), ("o", 6.9264), ("u", 5.5597),
    ("r", 5.4898), ("w", 1.4866), ("l", 0.3176), ("h", -0.3283), ("m", -0.6046), ("b", -0.7485),
    ("c", -1.1378), ("⏎", -2.2462), ("'", -2.5368), (",", -2.6375), ("g", -2.8685),
    ("␣", -2.9766), ("x", -3.0604), ("O", -3.0936), ("Y", -3.1667), ("p", -3.3920),
    ("n", -3.4530), ("$", -3.5776), ("�", -3.6113), ("R", -3.6245), ("B", -3.7207),
    ("-", -3.7722), ("!", -3.9499), ("k", -4.2991), (";", -4.3914), ("A", -4.5575),
    (".", -4.5994), ("t", -4.6246), ("E", -4.7076), ("&", -4.7175), ("F", -4.7684),
    ("U", -5.0122), ("z", -5.0137), ("v", -5.0597), ("?", -5.0651), (":", -5.2442),
    ("G", -5.2862), ("f", -5.4726), ("S", -5.5181), ("q", -5.5585), ("j", -6.2971),
    ("T", -6.3237), ("P", -6.3252), ("s", -6.3787), ("M", -6.5247), ("L", -6.9150),
    ("D", -7.0605), ("3", -7.0684), ("H", -7.0806), ("W", -7.3280), ("J", -7.5582),
    ("Z", -8.1219), ("Q", -8.1289), ("C", -8.2768), ("I", -9.1704), ("K", -9.2733),
    ("d", -9.7821), ("X", -9.9507), ("V", -11.2883), ("N", -12.4061),
  ]
}
