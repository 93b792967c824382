import Kernels

/// What metrics are made from, summed over outputs: one tally for each metric of an objective.
struct MetricSums: Equatable, Sendable {
  var tallies: [Tally] = []

  static func += (left: inout MetricSums, right: MetricSums) {
    if left.tallies.isEmpty {
      left = right
    } else {
      for (index, tally) in right.tallies.enumerated() { left.tallies[index] += tally }
    }
  }

  /// Each metric's value.
  func values(_ objective: Objective) -> [Double] {
    objective.allMetrics.enumerated().map { index, metric in
      metric.value(of: index < tallies.count ? tallies[index] : Tally())
    }
  }
}

/// What one metric is made from. Sums have one order whatever the number of threads.
struct Tally: Equatable, Sendable {
  /// What is right, or errors, and over how many; with weights both are of weights.
  var sum = 0.0
  var weight = 0.0
  /// For each class, or for all outputs together.
  var classes: [ClassTally] = []
  /// For each output.
  var spreads: [Spread] = []

  static func += (left: inout Tally, right: Tally) {
    left.sum += right.sum
    left.weight += right.weight
    if left.classes.isEmpty {
      left.classes = right.classes
    } else {
      for (index, tally) in right.classes.enumerated() { left.classes[index] += tally }
    }
    if left.spreads.isEmpty {
      left.spreads = right.spreads
    } else {
      for (index, spread) in right.spreads.enumerated() { left.spreads[index] += spread }
    }
  }
}

/// The figures of sequences, where the loss is one of them.
struct SequenceSums: Equatable, Sendable {
  /// Predictions that are right, and of how many.
  var correct = 0.0
  var judged = 0.0
  /// Labels that are wrong, and of how many.
  var edits = 0.0
  var labels = 0.0
}

/// How often a class was right, predicted and wanted.
struct ClassTally: Equatable, Sendable {
  var right = 0.0
  var predicted = 0.0
  var wanted = 0.0

  var precision: Double { predicted > 0 ? right / predicted : 0 }
  var recall: Double { wanted > 0 ? right / wanted : 0 }
  /// 2 P R / (P + R), without P and R.
  var f1: Double { predicted + wanted > 0 ? 2 * right / (predicted + wanted) : 0 }
  var occurs: Bool { predicted + wanted > 0 }

  mutating func add(isPredicted: Bool, isWanted: Bool, _ weight: Double) {
    if isPredicted { predicted += weight }
    if isWanted { wanted += weight }
    if isPredicted && isWanted { right += weight }
  }

  static func += (left: inout ClassTally, right: ClassTally) {
    left.right += right.right
    left.predicted += right.predicted
    left.wanted += right.wanted
  }
}

/// The spread of targets around their mean, and of targets around predictions.
///
/// - Note: Chan, Golub and LeVeque (1979), "Updating Formulae and a Pairwise Algorithm for Computing
///   Sample Variances": no difference of large sums.
struct Spread: Equatable, Sendable {
  var weight = 0.0
  var mean = 0.0
  /// Σ (y − ȳ)².
  var squares = 0.0
  /// Σ (y − p)².
  var errors = 0.0

  var rSquared: Double {
    squares > 0 ? 1 - errors / squares : errors == 0 ? 1 : 0
  }

  static func += (left: inout Spread, right: Spread) {
    left.errors += right.errors
    let weight = left.weight + right.weight
    if right.weight == 0 { return }
    let difference = right.mean - left.mean
    left.squares +=
      right.squares + difference * difference * left.weight * (right.weight / weight)
    left.mean += difference * (right.weight / weight)
    left.weight = weight
  }
}

extension Metric {
  /// Its value, from what was tallied; but for label error rates not a number where there was nothing.
  func value(of tally: Tally) -> Double {
    let mean = tally.sum / tally.weight
    return switch kind {
    case .accuracy, .topK, .meanAbsoluteError, .meanSquaredError, .cosineSimilarity, .custom: mean
    // Without labels in any target, what is said too much.
    case .labelErrorRate: tally.weight > 0 ? mean : tally.sum
    case .perplexity: Double.exp(mean)
    case .rootMeanSquaredError: mean.squareRoot()
    case .rSquared:
      tally.spreads.reduce(0) { $0 + $1.rSquared } / Double(tally.spreads.count)
    case .precision(let number): Self.value(tally.classes, number, \.precision)
    case .recall(let number): Self.value(tally.classes, number, \.recall)
    case .f1(let number): Self.value(tally.classes, number, \.f1)
    }
  }

  private static func value(
    _ classes: [ClassTally], _ number: Int?, _ figure: (ClassTally) -> Double
  ) -> Double {
    if let number { return number < classes.count ? figure(classes[number]) : .nan }
    let occurring = classes.count > 1 ? classes.filter(\.occurs) : classes
    if classes.isEmpty { return .nan }
    return occurring.reduce(0) { $0 + figure($1) } / Double(max(1, occurring.count))
  }
}
