import Kernels
import XCTest

@testable import Layers

/// Compares the gradient of every parameter with a central difference of the loss.
///
/// - Parameters:
///   - parameters: moved up and down one at a time, and put back.
///   - what: said of a gradient that is wrong, behind its place.
///   - loss: with the parameters as they are.
func expectGradients(
  _ gradients: [Double], of parameters: Buffer<Double>, _ layout: ParameterLayout, _ what: String,
  file: StaticString, line: UInt, loss: () -> Double
) {
  let width = 1e-5
  for slot in layout.slots {
    for entry in slot.offset..<slot.offset + slot.count {
      let kept = parameters.values[entry]
      parameters.values[entry] = kept + width
      let above = loss()
      parameters.values[entry] = kept - width
      let below = loss()
      parameters.values[entry] = kept
      let numeric = (above - below) / (2 * width)
      let difference = abs(numeric - gradients[entry])
      XCTAssertLessThan(
        difference / max(abs(numeric), abs(gradients[entry]), 1e-3), 1e-6,
        "\(slot.name)[\(entry - slot.offset)]\(what)", file: file, line: line)
    }
  }
}

/// Compares the gradient of every parameter of a network with central differences of a window's loss.
///
/// - Parameters:
///   - losses: one for each output; the sum of their means, weighted, is what is differentiated.
///   - what: said of a gradient that is wrong, behind its place.
/// - Returns: how many outputs counted in each loss.
@discardableResult
func expectGradients(
  of network: GraphNetwork<Double>, _ parameters: Buffer<Double>, on window: GraphWindow<Double>,
  _ losses: [Loss], weights: [Double], _ what: String, file: StaticString, line: UInt
) -> [Int] {
  let batch = ShardedGraph(
    network, parameters: parameters, rows: window.rows, lengths: window.parts.map(\.time),
    training: true, threads: 1)
  let objectives = losses.map { Objective(loss: $0) }
  var counts: [Int] = []
  func run(backward: Bool) -> Double {
    batch.parametersChanged()
    let scores = batch.run(
      window,
      ShardedGraph<Double>.Task(
        objectives: objectives, weights: weights, backward: backward, dropoutSeed: 11))
    counts = scores.map(\.count)
    return zip(scores, weights).reduce(0) { $0 + $1.0.loss / Double(max(1, $1.0.count)) * $1.1 }
  }
  _ = run(backward: true)
  // A second pass must not add to the first one's gradients.
  XCTAssertTrue(run(backward: true).isFinite, what, file: file, line: line)
  expectGradients(
    Array(batch.shards[0].gradients.values), of: parameters, network.layout, what, file: file,
    line: line
  ) { run(backward: false) }
  return counts
}
