import Kernels

/// A loss of single outputs: each time step of a sequence by itself.
enum StepLoss: Equatable, Sendable {
  case binaryCrossEntropy
  case categoricalCrossEntropy
  case sparseCategoricalCrossEntropy
  case meanSquaredError
  case meanAbsoluteError
  case cosineSimilarity
  case huber(delta: Double)
  case poisson
  case pinball(quantiles: [Double])
  case gaussianMixture(components: Int)
  case penMixture(components: Int)
  case custom(CustomLoss)

  var name: String {
    switch self {
    case .binaryCrossEntropy: "binaryCrossEntropy"
    case .categoricalCrossEntropy: "categoricalCrossEntropy"
    case .sparseCategoricalCrossEntropy: "sparseCategoricalCrossEntropy"
    case .meanSquaredError: "meanSquaredError"
    case .meanAbsoluteError: "meanAbsoluteError"
    case .cosineSimilarity: "cosineSimilarity"
    case .huber: "huber"
    case .poisson: "poisson"
    case .pinball: "pinball"
    case .gaussianMixture: "gaussianMixture"
    case .penMixture: "penMixture"
    case .custom(let custom): custom.name
    }
  }

  /// The activation whose inputs the loss works on; nil where it works on outputs as they are.
  var activation: ActivationFunction? {
    switch self {
    case .binaryCrossEntropy: .sigmoid
    case .categoricalCrossEntropy, .sparseCategoricalCrossEntropy: .softmax
    default: nil
    }
  }

  /// Whether outputs are the parameters of a distribution, which no activation may bound.
  var takesParameters: Bool {
    switch self {
    case .gaussianMixture, .penMixture: true
    default: false
    }
  }

  /// Numbers in a target for so many outputs; nil where the loss cannot be of so many.
  func targetSize(of columns: Int) -> Int? {
    if problem != nil { return nil }
    return switch self {
    case .pinball(let quantiles): quantiles.count == columns ? 1 : nil
    case .gaussianMixture(let components):
      columns > components && (columns - components) % (2 * components) == 0
        ? (columns - components) / (2 * components) : nil
    case .penMixture(let components): columns == 1 + 6 * components ? 3 : nil
    case .custom(let custom): custom.targetSize ?? columns
    default: columns
    }
  }

  /// What is wrong with settings, in words that follow the name, or nil.
  var problem: String? {
    switch self {
    case .huber(let delta) where !(delta > 0 && delta.isFinite):
      "has a delta of \(delta); it is finite and above 0"
    case .pinball(let quantiles) where quantiles.isEmpty:
      "has no quantiles; give it at least one"
    case .pinball(let quantiles):
      quantiles.first { !($0 > 0 && $0 < 1) }.map {
        "has the quantile \($0); quantiles are above 0 and below 1"
      }
    case .gaussianMixture(let components), .penMixture(let components):
      components < 1 ? "has \(counted(components, "component")); it has at least 1" : nil
    case .custom(let custom):
      custom.targetSize.flatMap { $0 < 1 ? "has targets of \(counted($0, "number"))" : nil }
    default: nil
    }
  }

  /// What is wrong with so many outputs, in words that follow "expected", or nil.
  func problem(ofOutputs columns: Int) -> String? {
    if targetSize(of: columns) != nil { return nil }
    return switch self {
    case .pinball(let quantiles):
      "an output for each of \(counted(quantiles.count, "quantile")), got \(columns)"
    case .gaussianMixture(let count):
      "for each of \(counted(count, "component")) a weight, and for each number of a target a mean "
        + "and a deviation, \(3 * count) outputs in one dimension, got \(columns)"
    case .penMixture(let count):
      "1 + 6 · \(count) outputs for \(counted(count, "component")), got \(columns)"
    default: "other outputs, got \(columns)"
    }
  }
}
