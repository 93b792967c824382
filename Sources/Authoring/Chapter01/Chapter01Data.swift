import Course

/// What chapter 01 counts in tinyshakespeare.txt, a file of 1,115,394 characters that is not part
/// of the package (it begins with "First Citizen:"). To count again:
///
///     swift run course dev language-model bigrams tinyshakespeare.txt
///
/// The chapter's numbers are compared with these by `course dev weave`.
enum Chapter01Data {
  // REGION text
  /// In the whole text.
  static let (characters, differentCharacters) = (1_115_394, 65)
  static let (q, uAfterQ) = (609, 609)
  /// What comes after `t`, in per cent: `h`, a space, `o`.
  static let afterT = [33.9, 24.6, 8.7]
  // END REGION text

  // REGION losses
  /// The first nine tenths, which are counted, and the last tenth, on which losses are taken.
  static let (training, validation) = (1_003_854, 111_540)
  /// Losses in nats a character, and the same in bits and as perplexities: every symbol equally
  /// likely, how often each occurs, and the table with smoothing 1.
  static let nats = [4.1744, 3.3473, 2.4819]
  static let bits = [6.0224, 4.8291, 3.5806]
  static let perplexities = [65.00, 28.43, 11.96]
  /// Shannon's estimate (1951) of a bigram model of 27 symbols: not counted here.
  static let shannon = [2.30, 3.32, 10.0]
  // END REGION losses

  // REGION smoothing
  /// How many characters of the last tenth come in pairs that the first nine never show.
  static let unseen = (187, of: 111_540)
  /// The losses on the last tenth with other smoothings, and on the first nine tenths.
  static let smoothed = [0.01: 2.4875, 1: 2.4819, 10: 2.4968, 100: 2.6307]
  static let onTraining = [0.01: 2.4519, 1: 2.4546]
  // END REGION smoothing

  // REGION drawn
  /// What the table writes after a `T`, with seed 1.
  static let drawn = """
    Thehen Thorttripr l RICOFe hout
    When.
    The Firand, ikestofoferendurthort on:
    """
  // END REGION drawn
}
