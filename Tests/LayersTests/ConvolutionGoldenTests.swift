import CourseTesting
import XCTest

@testable import Layers

/// Convolutions and pooling against Keras, and so PyTorch: outputs, and the gradients of weights and
/// inputs. Tests/Peers/convolutions.py made the numbers.
final class ConvolutionGoldenTests: XCTestCase {
  private let layers: [String: any CallableLayer] = [
    "conv1d valid": Conv1D(4, kernelSize: 3),
    "conv1d strides": Conv1D(4, kernelSize: 3, stride: 2, padding: .same, activation: .tanh),
    "conv1d even": Conv1D(4, kernelSize: 4, stride: 3, padding: .same, useBias: false),
    "conv1d causal": Conv1D(4, kernelSize: 2, padding: .causal, dilation: 3),
    "conv1d causal strides": Conv1D(4, kernelSize: 3, stride: 2, padding: .causal),
    "conv1d dilated": Conv1D(4, kernelSize: 3, padding: .same, dilation: 2),
    "conv1d transpose": Conv1DTranspose(4, kernelSize: 3, stride: 2),
    "conv1d transpose same": Conv1DTranspose(4, kernelSize: 4, stride: 2, padding: .same),
    "conv1d transpose odd": Conv1DTranspose(4, kernelSize: 5, stride: 2, padding: .same),
    "conv1d transpose gaps": Conv1DTranspose(4, kernelSize: 2, stride: 3, padding: .same),
    "conv2d valid": Conv2D(3, kernelSize: (2, 3)),
    "conv2d same": Conv2D(3, kernelSize: (3, 2), padding: .same, activation: .relu),
    "conv2d strides": Conv2D(3, kernelSize: (3, 4), stride: (2, 3), padding: .same),
    "conv2d softmax": Conv2D(3, kernelSize: 2, activation: .softmax),
    "conv2d transpose": Conv2DTranspose(3, kernelSize: (3, 2), stride: (2, 1)),
    "conv2d transpose same": Conv2DTranspose(3, kernelSize: 3, stride: 2, padding: .same),
    "max1d": MaxPooling1D(3, stride: 2),
    "max1d same": MaxPooling1D(2, padding: .same),
    "average1d": AveragePooling1D(3, stride: 1),
    "average1d same": AveragePooling1D(3, padding: .same),
    "max2d": MaxPooling2D((2, 3), stride: (1, 2)),
    "max2d same": MaxPooling2D(2, padding: .same),
    "average2d": AveragePooling2D(2),
    "average2d same": AveragePooling2D((3, 2), padding: .same),
    "global max1d": GlobalMaxPooling1D(),
    "global average1d": GlobalAveragePooling1D(),
    "global max2d": GlobalMaxPooling2D(),
    "global average2d": GlobalAveragePooling2D(),
    "upsampling1d": UpSampling1D(3),
    "upsampling2d": UpSampling2D((2, 3)),
  ]

  func testEveryLayerAgreesWithKeras() throws {
    let fixture: Fixture = try Fixtures.decoded("keras-convolutions")
    XCTAssertEqual(Set(fixture.cases.map(\.name)), Set(layers.keys))
    for golden in fixture.cases {
      guard let layer = layers[golden.name] else { continue }
      try check(golden, layer)
    }
  }

  /// A table of the inputs looked up symbol by symbol: its gradient is that of the inputs.
  private func check(_ golden: Case, _ layer: any CallableLayer) throws {
    let symbols = Input.symbols()
    let isOverTime = golden.input.count == 2 * 7 * 3
    let (steps, size) = isOverTime ? (7, 3) : (1, 5 * 6 * 2)
    var x = Embedding(vocabularySize: 2 * steps, size: size)(symbols)
    if !isOverTime { x = TimeDistributed(Reshape(height: 5, width: 6, channels: 2))(x) }
    let graph = try BuiltGraph(inputs: [symbols], outputs: [layer(x)]).graph
    let network = try GraphNetwork<Double>(graph)
    let parameters = Buffer<Double>(count: network.layout.count)
    let slots = network.layout.slots
    XCTAssertEqual(slots.count, 1 + golden.weights.count, golden.name)
    for (slot, values) in zip(slots, [golden.input] + golden.weights) {
      XCTAssertEqual(slot.count, values.count, "\(golden.name): \(slot.name)")
      (parameters.base + slot.offset).update(from: values, count: slot.count)
    }
    var window = GraphWindow<Double>(
      rows: 2, parts: [.init(time: steps, symbols: (0..<2 * steps).map { Int32($0) })])
    let batch = ShardedGraph(
      network, parameters: parameters, rows: 2, lengths: [steps], training: true, threads: 1)
    let output = batch.outputs(window)[0]
    expect(output, golden.output, golden.name)
    // A squared error whose gradient is the direction.
    window.targets = [
      .values(zip(output, golden.direction).map { $0 - $1 * Double(output.count) / 2 })
    ]
    _ = batch.run(
      window,
      ShardedGraph<Double>.Task(
        objectives: [Objective(loss: .meanSquaredError)], weights: [1], backward: true))
    let gradients = batch.shards[0].gradients.base
    for (slot, wanted) in zip(slots, [golden.inputGradient] + golden.gradients) {
      let mine = UnsafeBufferPointer(start: gradients + slot.offset, count: slot.count)
      expect(Array(mine), wanted, "\(golden.name): gradient of \(slot.name)")
    }
  }

  private func expect(_ yours: [Double], _ expected: [Double], _ what: String) {
    XCTAssertEqual(yours.count, expected.count, what)
    let worst = zip(yours, expected).map { abs($0 - $1) / max(1, abs($1)) }
    XCTAssertTrue(worst.allSatisfy { $0 <= 1e-5 }, "\(what): off by \(worst.max() ?? 0)")
  }
}

private struct Fixture: Decodable {
  let cases: [Case]
}

private struct Case: Decodable {
  let name: String
  let input, output, direction, inputGradient: [Double]
  let weights, gradients: [[Double]]
}
