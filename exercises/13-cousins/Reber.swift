import LSTMGates
import LanguageModel
import LinearAlgebra

/// The embedded Reber grammar, string after string without a pause.
///
/// A string begins with B and a T or a P. Then come the letters of a small grammar, and at its end
/// the same T or P again, and E. Only who has kept that letter knows it.
///
/// - Note: Fahlman (1991); continual, Gers, Schmidhuber and Cummins (2000), "Learning to Forget".
public struct ReberStream: Equatable, Sendable {
  /// The seven symbols, in the order of their numbers.
  public static let letters = ["B", "T", "P", "S", "X", "V", "E"]

  /// Where the stream stands: what it has written last led here.
  private enum Place: Equatable {
    case begin, choice
    /// A node of the inner grammar, 0 to 6.
    case inner(Int)
    case repeated, end
  }

  private var place = Place.begin
  /// The T or P of this string.
  private var kept = 0
  private var generator: SeededGenerator

  /// Begins a stream.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// The inner grammar: from each node the letters and where they lead; 7 is its end.
  private static let arrows: [[(letter: Int, to: Int)]] = [
    [(0, 1)], [(1, 2), (2, 3)], [(3, 2), (4, 4)], [(1, 3), (5, 5)], [(4, 3), (3, 6)],
    [(2, 4), (5, 6)], [(6, 7)],
  ]

  /// What may come next: one letter or two, equally likely.
  public var legal: [Int] {
    switch place {
    case .begin: [0]
    case .choice: [1, 2]
    case .inner(let node): Self.arrows[node].map { $0.letter }
    case .repeated: [kept]
    case .end: [6]
    }
  }

  /// Whether what comes next is the letter that had to be kept.
  public var isRepeating: Bool { place == .repeated }

  /// Writes the next letter.
  public mutating func next() -> Int {
    let legal = legal
    let choice = legal.count == 1 ? 0 : generator.integer(below: legal.count)
    switch place {
    case .begin: place = .choice
    case .choice: (kept, place) = (legal[choice], .inner(0))
    case .inner(let node):
      let to = Self.arrows[node][choice].to
      place = to == 7 ? .repeated : .inner(to)
    case .repeated: place = .end
    case .end: place = .begin
    }
    return legal[choice]
  }
}

/// Streams side by side, read window by window, without end.
public struct ReberStreams: Equatable, Sendable {
  private var streams: [ReberStream]
  /// What each stream has written last.
  private var last: [Int]

  /// - Parameters:
  ///   - rows: how many streams.
  ///   - seed: others give other streams.
  public init(rows: Int, seed: UInt64) {
    streams = (0..<rows).map { ReberStream(seed: 1_000 * seed + UInt64($0)) }
    last = []
    for row in 0..<rows { last.append(streams[row].next()) }
  }

  /// The next steps of all streams. It goes on where the window before it stopped.
  public mutating func window(length: Int) -> Window {
    var window = Window(inputs: [], targets: [])
    for _ in 0..<length {
      window.inputs.append(last)
      for row in streams.indices { last[row] = streams[row].next() }
      window.targets.append(last)
    }
    return window
  }

  /// How a model does on the next steps of all streams, without a reset.
  ///
  /// - Parameters:
  ///   - model: only judged, it learns nothing.
  ///   - steps: how many of each stream.
  ///   - state: what the model has of the streams so far; afterwards, of these steps too.
  public mutating func score<Model: RecurrentModel>(
    _ model: Model, steps: Int, from state: inout Model.State
  ) -> ReberScore {
    var score = ReberScore()
    for _ in 0..<steps {
      let (logits, next) = model.predict(last, from: state)
      state = next
      for row in streams.indices {
        let guess = mostProbable(logits, row: row)
        score.count(isRight: streams[row].legal.contains(guess), isKept: streams[row].isRepeating)
        last[row] = streams[row].next()
      }
    }
    return score
  }
}

/// How often a model took a letter for most probable that could come.
public struct ReberScore: Equatable, Sendable {
  /// All predictions.
  public private(set) var predictions = 0, right = 0
  /// Those of the letter that had to be kept.
  public private(set) var keptPredictions = 0, keptRight = 0

  /// The share of right predictions, 0 to 1.
  public var share: Double { Double(right) / Double(max(1, predictions)) }
  /// The share of right predictions of the letter that had to be kept: who has not kept it, or
  /// knows not when it comes, has one half at best.
  public var keptShare: Double { Double(keptRight) / Double(max(1, keptPredictions)) }

  /// Adds what was counted elsewhere.
  public static func += (score: inout ReberScore, other: ReberScore) {
    score.predictions += other.predictions
    score.right += other.right
    score.keptPredictions += other.keptPredictions
    score.keptRight += other.keptRight
  }

  mutating func count(isRight: Bool, isKept: Bool) {
    predictions += 1
    right += isRight ? 1 : 0
    keptPredictions += isKept ? 1 : 0
    keptRight += isRight && isKept ? 1 : 0
  }
}
