/// A figure that tells more than the loss does, over all examples of an epoch: from sums and counts,
/// and not from the means of batches.
///
/// Padding never counts. Sample weights count in the metrics that `compile` is given as
/// `weightedMetrics:`, and in no other.
public struct Metric: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case accuracy
    case topK(Int)
    case precision(Int?)
    case recall(Int?)
    case f1(Int?)
    case perplexity
    case labelErrorRate
    case meanAbsoluteError
    case meanSquaredError
    case rootMeanSquaredError
    case rSquared
    case cosineSimilarity
    case custom(CustomMetric)
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  /// The share of targets that were met: the likeliest class, or with a single output or
  /// `binaryCrossEntropy` each output on the right side of a half; of a CRF the tags that Viterbi's
  /// algorithm finds right; of `ctc` the sequences whose best path says all labels and no other.
  public static let accuracy = Metric(.accuracy)
  /// The share of targets whose class is among the k likeliest.
  public static func topK(_ k: Int) -> Metric { Metric(.topK(k)) }

  /// Of what was called positive, the share that is. With a single output or `binaryCrossEntropy`
  /// all outputs are counted together, and positive is above a half. Of several classes, the mean
  /// over those that occur among targets or predictions, each once the positive one. 0 if there
  /// is nothing to divide by.
  public static let precision = Metric(.precision(nil))
  /// The precision of one class, counted from 0, or of one output.
  public static func precision(ofClass number: Int) -> Metric { Metric(.precision(number)) }
  /// Of what is positive, the share that was called so; see ``precision``.
  public static let recall = Metric(.recall(nil))
  /// The recall of one class, counted from 0, or of one output.
  public static func recall(ofClass number: Int) -> Metric { Metric(.recall(number)) }
  /// 2 P R / (P + R), the harmonic mean of precision and recall: from the counts of the whole epoch.
  /// Of several classes, the mean of theirs; see ``precision``.
  public static let f1 = Metric(.f1(nil))
  /// F1 of one class, counted from 0, or of one output.
  public static func f1(ofClass number: Int) -> Metric { Metric(.f1(number)) }

  /// e to the mean cross-entropy: as uncertain as an even choice among so many classes.
  public static let perplexity = Metric(.perplexity)
  /// How many labels must be put in, left out or replaced to turn what the best paths say into the
  /// targets, over the number of labels in the targets; for ``Loss/ctc(blank:)``. Where no target has
  /// any label, it is the number of labels that are said all the same: 0 where nothing is.
  public static let labelErrorRate = Metric(.labelErrorRate)
  /// The mean of |p − y| over all outputs.
  public static let meanAbsoluteError = Metric(.meanAbsoluteError)
  /// The mean of (p − y)² over all outputs.
  public static let meanSquaredError = Metric(.meanSquaredError)
  /// The root of the mean of (p − y)² over all outputs.
  public static let rootMeanSquaredError = Metric(.rootMeanSquaredError)
  /// R² = 1 − Σ (y − p)² / Σ (y − ȳ)², the mean over the outputs: how much of the targets' variance
  /// is told. Where the targets are all one, it is 1 without an error and else 0.
  public static let rSquared = Metric(.rSquared)
  /// The mean of Σ p y / (‖p‖ ‖y‖), from −1 to 1.
  public static let cosineSimilarity = Metric(.cosineSimilarity)

  /// The mean of what a closure gives for each output and its target.
  ///
  /// - Parameters:
  ///   - name: in histories and logs.
  ///   - largerIsBetter: which way `EarlyStopping` and the like look.
  ///   - figure: of an output with its activation and its target, which is a single number where a
  ///     target is the number of a class. Called on several threads.
  public static func custom(
    _ name: String, largerIsBetter: Bool,
    _ figure:
      @escaping @Sendable (
        _ prediction: UnsafeBufferPointer<Double>, _ target: UnsafeBufferPointer<Double>
      ) -> Double
  ) -> Metric {
    Metric(.custom(CustomMetric(name: name, largerIsBetter: largerIsBetter, figure)))
  }

  /// The name in histories and logs.
  public var name: String {
    switch kind {
    case .accuracy: "accuracy"
    case .topK(let k): "top_\(k)_accuracy"
    case .precision(let number): "precision" + Self.suffix(number)
    case .recall(let number): "recall" + Self.suffix(number)
    case .f1(let number): "f1" + Self.suffix(number)
    case .perplexity: "perplexity"
    case .labelErrorRate: "label_error_rate"
    case .meanAbsoluteError: "mae"
    case .meanSquaredError: "mse"
    case .rootMeanSquaredError: "rmse"
    case .rSquared: "r2"
    case .cosineSimilarity: "cosine_similarity"
    case .custom(let custom): custom.name
    }
  }

  private static func suffix(_ number: Int?) -> String { number.map { "_\($0)" } ?? "" }

  /// Whether a larger value is the better one.
  var largerIsBetter: Bool {
    switch kind {
    case .accuracy, .topK, .precision, .recall, .f1, .rSquared, .cosineSimilarity: true
    case .perplexity, .labelErrorRate, .meanAbsoluteError, .meanSquaredError,
      .rootMeanSquaredError:
      false
    case .custom(let custom): custom.largerIsBetter
    }
  }
}

/// A metric that a closure gives. Two are the same where they are one value.
final class CustomMetric: Equatable, Sendable {
  typealias Figure =
    @Sendable (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Double

  let name: String
  let largerIsBetter: Bool
  let figure: Figure

  init(name: String, largerIsBetter: Bool, _ figure: @escaping Figure) {
    (self.name, self.largerIsBetter, self.figure) = (name, largerIsBetter, figure)
  }

  static func == (left: CustomMetric, right: CustomMetric) -> Bool { left === right }
}

// MARK: Files

extension Metric: Codable {
  /// A metric as files have it: its name alone, or with its number.
  private struct Record: Codable {
    var name: String
    var number: Int?
  }

  private static let plain: [(name: String, metric: Metric)] = [
    ("accuracy", .accuracy), ("precision", .precision), ("recall", .recall), ("f1", .f1),
    ("perplexity", .perplexity), ("labelErrorRate", .labelErrorRate),
    ("meanAbsoluteError", .meanAbsoluteError),
    ("meanSquaredError", .meanSquaredError), ("rootMeanSquaredError", .rootMeanSquaredError),
    ("rSquared", .rSquared), ("cosineSimilarity", .cosineSimilarity),
  ]

  /// As call sites spell it.
  var spelling: String { Self.plain.first { $0.metric == self }?.name ?? name }

  public init(from decoder: any Decoder) throws {
    let record =
      try (try? decoder.singleValueContainer().decode(String.self)).map { Record(name: $0) }
      ?? Record(from: decoder)
    if let number = record.number {
      switch record.name {
      case "topK": self = .topK(number)
      case "precision": self = .precision(ofClass: number)
      case "recall": self = .recall(ofClass: number)
      case "f1": self = .f1(ofClass: number)
      default: throw Self.unknown(record.name, decoder)
      }
    } else if let known = Self.plain.first(where: { $0.name == record.name }) {
      self = known.metric
    } else {
      throw Self.unknown(record.name, decoder)
    }
  }

  private static func unknown(_ name: String, _ decoder: any Decoder) -> DecodingError {
    .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no metric \(name)"))
  }

  /// - Throws: `ModelError` for a custom metric, whose closure no file can hold.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch kind {
    case .topK(let k): try container.encode(Record(name: "topK", number: k))
    case .precision(let number?):
      try container.encode(Record(name: "precision", number: number))
    case .recall(let number?): try container.encode(Record(name: "recall", number: number))
    case .f1(let number?): try container.encode(Record(name: "f1", number: number))
    case .custom(let custom):
      throw ModelError("the metric \(custom.name) is a closure, which no file can hold")
    default: try container.encode(Self.plain.first { $0.metric == self }!.name)
    }
  }
}
