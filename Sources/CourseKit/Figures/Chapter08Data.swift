/// What the trainings of chapter 08 gave on tinyshakespeare.txt, the plays of chapter 01, of which
/// the last tenth is held back. To measure again:
///
///     swift run -c release course dev language-model lstm tinyshakespeare.txt
///
/// and the same with `rnn`, `overfitting` and `ngrams`.
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

  /// The loss on what is held back of tables that look 0 to 6 symbols back: the bigram table of
  /// chapter 01, with smoothing 1, and the others with 32 imagined symbols.
  static let tables = [3.3473, 2.4819, 2.0408, 1.7649, 1.6410, 1.5984, 1.5847]

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
