import Foundation
import Kernels

/// Runs batches of changing size on one network and one buffer of parameters.
///
/// Memory is taken for the longest batch of each number of rows, of which a data set has two: the
/// full batch, and what is left at the end.
final class BatchRunner {
  let network: Network<Float>
  let threads: Int
  private let parameters: Buffer<Float>
  private let trains: Bool
  private let longest: Int
  private var batches: [ShardedBatch<Float>] = []

  /// - Parameters:
  ///   - longest: the time steps of the longest batch that is known to come.
  ///   - threads: nil for as many as the system has processors.
  init(
    _ network: Network<Float>, _ parameters: Buffer<Float>, trains: Bool, longest: Int,
    threads: Int?
  ) {
    self.network = network
    self.parameters = parameters
    self.trains = trains
    self.longest = longest
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// The memory for a batch, with the packed weights as they are now.
  func batch(_ window: Window<Float>) -> ShardedBatch<Float> {
    var carried: [[Float]]?
    if let index = batches.firstIndex(where: { $0.rows == window.rows }) {
      if batches[index].length >= window.time { return batches[index] }
      carried = batches.remove(at: index).state
    }
    if batches.count == 2 { batches.removeLast() }
    let batch = ShardedBatch(
      network, parameters: parameters, rows: window.rows, length: max(longest, window.time),
      training: trains, threads: threads)
    if let carried { batch.setState(carried) }
    batches.append(batch)
    return batch
  }

  /// Call after every change of the parameters.
  func parametersChanged() {
    for batch in batches { batch.parametersChanged() }
  }

  func resetState() {
    for batch in batches { batch.resetState() }
  }
}

extension Network {
  var isStateful: Bool { layers.contains(where: \.isStateful) }
}

/// Loss and figures over many batches.
struct RunningScores {
  private(set) var loss = 0.0
  private(set) var count = 0
  private(set) var sums = MetricSums()

  mutating func add(_ batch: (loss: Double, sums: MetricSums, count: Int)) {
    loss += batch.loss
    count += batch.count
    sums += batch.sums
  }

  /// The mean loss, then each metric.
  func values(_ metrics: [Metric]) -> [Double] {
    let mean = loss / Double(max(1, count))
    return [mean] + metrics.map { sums.value(of: $0, loss: mean) }
  }
}
