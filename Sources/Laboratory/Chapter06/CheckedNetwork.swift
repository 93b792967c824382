import Course

/// What `course demo gradient-check` can check: the networks of chapter 06, and those of later
/// chapters whose backward passes a reader writes.
enum CheckedNetwork: String, CaseIterable {
  case lstm, rnn, coupled
  case skipGram = "skip-gram"
  case gloVe = "glove"
  case gru
  case gruBefore = "gru-before"

  /// What reads, with its article.
  private var title: String {
    switch self {
    case .lstm: "An LSTM"
    case .rnn: "An RNN"
    case .coupled: "An LSTM with a coupled gate"
    case .skipGram: "Skip-gram"
    case .gloVe: "GloVe"
    case .gru: "A GRU (reset after the product)"
    case .gruBefore: "A GRU (reset before the product)"
    }
  }

  /// What the network is, in a sentence.
  ///
  /// - Parameters:
  ///   - size: units, or numbers of a word.
  ///   - length: steps.
  func sentence(size: Int, length: Int) -> String {
    switch self {
    case .skipGram, .gloVe:
      "\(title) has \(counted(size, "number")) for each of 5 words, all random."
    default:
      "\(title) of \(counted(size, "unit")) reads 3 rows of \(counted(length, "step")), "
        + "all numbers random."
    }
  }

  /// What is made small, in a sentence.
  var loss: String {
    switch self {
    case .lstm: "The loss is a weighted sum of its hidden states, with random weights."
    case .rnn: "The loss is the cross-entropy of its predictions."
    case .coupled: "The loss is a weighted sum of both states, with random weights."
    case .gru, .gruBefore:
      "The loss is a weighted sum of its hidden state, with random weights."
    case .skipGram: "The loss is that of three centres, two of them the same word."
    case .gloVe: "The loss is that of counts of which some are 0."
    }
  }

  /// The parts whose columns stand side by side in W, U and b; nil where each has matrices of its own.
  var parts: [String]? {
    switch self {
    case .coupled: ["input gate", "candidate", "output gate"]
    case .gru, .gruBefore: ["reset gate", "update gate", "candidate"]
    default: nil
    }
  }

  /// Whether it reads a sequence of a length to choose.
  var hasSteps: Bool { self == .lstm || self == .rnn }
}
