/// What a batch is measured by.
struct Objective: Equatable, Sendable {
  var loss: Loss
  /// In which sample weights do not count.
  var metrics: [Metric] = []
  /// In which they do.
  var weightedMetrics: [Metric] = []

  /// All metrics, in the order of figures.
  var allMetrics: [Metric] { metrics + weightedMetrics }

  /// The names of figures: `loss`, and those of the metrics.
  var names: [String] {
    ["loss"] + metrics.map(\.name) + weightedMetrics.map { "weighted_\($0.name)" }
  }

  /// For each figure whether a larger value is the better one.
  var largerIsBetter: [Bool] { [false] + allMetrics.map(\.largerIsBetter) }

  /// Whether there is a metric that is made from outputs, and not from losses.
  var judgesOutputs: Bool { allMetrics.contains { $0 != .perplexity } }
}
