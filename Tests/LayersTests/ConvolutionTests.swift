import LinearAlgebra
import XCTest

@testable import Layers

/// Convolutions and pooling by hand, beside padding, on any number of threads, and in files.
final class ConvolutionTests: XCTestCase {
  private var generator = SeededGenerator(seed: 3)

  private func sequence(_ steps: Int, _ size: Int) -> [[Float]] {
    (0..<steps).map { _ in (0..<size).map { _ in Float(generator.normal()) } }
  }

  // MARK: By hand

  func testAConvolutionByHand() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(
      inputs: x,
      outputs: Conv1D(1, kernelSize: 3, padding: .same)(x))
    try model.setTensors([
      try Tensor(name: "0.conv1D.weights", shape: [3, 1], values: [1, 10, 100]),
      try Tensor(name: "0.conv1D.bias", shape: [1], values: [0.5]),
    ])
    XCTAssertEqual(
      try model.predictSequences([[[1], [2], [3], [4]], [[5], [6]]] as [[[Float]]]),
      [[[210.5], [321.5], [432.5], [43.5]], [[650.5], [65.5]]])
  }

  func testCausalAndDilatedByHand() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(
      inputs: x,
      outputs: Conv1D(1, kernelSize: 2, padding: .causal, dilation: 2, useBias: false)(x))
    try model.setTensors([
      try Tensor(name: "0.conv1D.weights", shape: [2, 1], values: [10, 1])
    ])
    XCTAssertEqual(
      try model.predictSequences([[[1], [2], [3], [4]]] as [[[Float]]]), [[[1], [2], [13], [24]]])
  }

  func testATransposedConvolutionByHand() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(
      inputs: x, outputs: Conv1DTranspose(1, kernelSize: 3, stride: 2)(x))
    try model.setTensors([
      try Tensor(name: "0.conv1DTranspose.weights", shape: [3, 1], values: [1, 10, 100]),
      try Tensor(name: "0.conv1DTranspose.bias", shape: [1], values: [0]),
    ])
    XCTAssertEqual(
      try model.predictSequences([[[1], [2]], [[3]]] as [[[Float]]]),
      [[[1], [10], [102], [20], [200]], [[3], [30], [300]]])
  }

  func testPoolingByHand() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(
      inputs: [x],
      outputs: [
        MaxPooling1D(2, padding: .same)(x), AveragePooling1D(2, padding: .same)(x),
        MaxPooling1D(2)(x), GlobalMaxPooling1D()(x), GlobalAveragePooling1D()(x),
        UpSampling1D(2)(x),
      ])
    let given = try model.predictAll([[[-1], [-2], [-3]], [[-4], [-2]]] as [[[Float]]])
    XCTAssertEqual(given[0].sequences, [[[-1], [-3]], [[-2]]])
    XCTAssertEqual(given[1].sequences, [[[-1.5], [-3]], [[-3]]])
    XCTAssertEqual(given[2].sequences, [[[-1]], [[-2]]])
    XCTAssertEqual(given[3].vectors, [[-1], [-2]])
    XCTAssertEqual(given[4].vectors, [[-2], [-3]])
    XCTAssertEqual(
      given[5].sequences, [[[-1], [-1], [-2], [-2], [-3], [-3]], [[-4], [-4], [-2], [-2]]])
  }

  func testImagesByHand() throws {
    let x = Input.image(height: 2, width: 3, channels: 1)
    let kernel = Conv2D(1, kernelSize: 2, useBias: false)
    let model = try Model(
      inputs: [x],
      outputs: [
        kernel(x), MaxPooling2D((2, 2), stride: (1, 1))(x), UpSampling2D((1, 2))(x),
        GlobalAveragePooling2D()(x), Concatenate()(x, x),
      ])
    try model.setTensors([
      try Tensor(name: "0.conv2D.weights", shape: [4, 1], values: [1, 10, 100, 1000])
    ])
    let flat = try model.predictAll([[1, 2, 3, 4, 5, 6]] as [[Float]])
    XCTAssertEqual(flat[0].vectors, [[5421, 6532]])
    XCTAssertEqual(flat[1].vectors, [[5, 6]])
    XCTAssertEqual(flat[2].vectors, [[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]])
    XCTAssertEqual(flat[3].vectors, [[3.5]])
    XCTAssertEqual(flat[4].vectors, [[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]])
    XCTAssertEqual(try model.predictAll([[[1, 2, 3], [4, 5, 6]]] as [[[Float]]]), flat)
  }

  // MARK: Padding

  /// Convolutions and pooling of all kinds, whose results are sequences or vectors.
  private func models() throws -> [Model] {
    let x = Input.sequence(features: 3)
    let stacks: [[any CallableLayer]] = [
      [Conv1D(4, kernelSize: 2)], [Conv1D(4, kernelSize: 2, stride: 2)],
      [Conv1D(4, kernelSize: 3, stride: 2, padding: .same, activation: .relu)],
      [Conv1D(4, kernelSize: 4, stride: 3, padding: .same, dilation: 2)],
      [Conv1D(4, kernelSize: 3, stride: 2, padding: .causal, dilation: 2)],
      [MaxPooling1D(2)], [MaxPooling1D(3, stride: 2, padding: .same)],
      [AveragePooling1D(2, stride: 1)], [AveragePooling1D(3, padding: .same)],
      [Conv1DTranspose(2, kernelSize: 3, stride: 2)],
      [Conv1DTranspose(2, kernelSize: 2, stride: 3, padding: .same)], [UpSampling1D(2)],
      [
        Conv1D(4, kernelSize: 3, padding: .same, activation: .sigmoid),
        MaxPooling1D(2, padding: .same),
        Conv1D(3, kernelSize: 2, padding: .same), UpSampling1D(2),
        Conv1DTranspose(3, kernelSize: 3, padding: .same),
        Bidirectional(LSTM(3, returnSequences: true)),
      ],
      [Conv1D(4, kernelSize: 2), GlobalMaxPooling1D()],
      [Conv1D(4, kernelSize: 2), GlobalAveragePooling1D()], [Conv1D(4, kernelSize: 2), GRU(3)],
    ]
    return try stacks.enumerated().map { index, layers in
      try Model(inputs: x, outputs: layers.reduce(x) { $1($0) }, seed: UInt64(index))
    }
  }

  func testASequenceGivesTheSameWhateverStandsBesideIt() throws {
    let x = [2, 9, 3, 4, 7, 2, 5].map { sequence($0, 3) }
    for (index, model) in try models().enumerated() {
      let alone = try x.map { try model.predictSequences([$0])[0] }
      XCTAssertEqual(try model.predictSequences(x), alone, "model \(index)")
      XCTAssertEqual(try model.predictSequences(x, threads: 5), alone, "model \(index)")
    }
  }

  /// Zeros behind the last word are as if they were not there.
  func testMaskedSymbolsBehindASequence() throws {
    let x = Input.symbols()
    let words = Embedding(vocabularySize: 9, size: 3, masksZero: true)(x)
    let pooled = GlobalMaxPooling1D()(
      Conv1D(4, kernelSize: 3, stride: 2, padding: .same)(Conv1D(4, kernelSize: 2)(words)))
    let model = try Model(inputs: x, outputs: pooled)
    let alone = try model.predict([[5, 2, 0, 8, 1]])
    XCTAssertEqual(try model.predict([[5, 2, 0, 8, 1, 0, 0, 0]]), alone)
    XCTAssertNotEqual(try model.predict([[5, 2, 3, 8, 1]]), alone)
  }

  func testTheLossOfABatchIsThatOfItsSequences() throws {
    let lengths = [2, 6, 3]
    let x = lengths.map { sequence($0, 2) }
    let input = Input.sequence(features: 2)
    let model = try Model(
      inputs: input, outputs: Conv1D(1, kernelSize: 2, stride: 2, padding: .same)(input))
    let y = lengths.map { sequence(($0 + 1) / 2, 1) }
    try model.compile(loss: .meanSquaredError)
    let sum = try zip(x, y).reduce(0.0) {
      try $0 + model.scores([$1.0], [$1.1])[0] * Double($1.1.count)
    }
    XCTAssertEqual(try model.scores(x, y)[0], sum / 6, accuracy: 1e-6)
  }

  // MARK: Threads and files

  private func images(_ count: Int) -> (x: [[Float]], y: [Int]) {
    var (x, y): ([[Float]], [Int]) = ([], [])
    for _ in 0..<count {
      let isUpright = generator.integer(below: 2) == 0
      let place = generator.integer(below: 6)
      x.append(
        (0..<36).map { index in
          (isUpright ? index % 6 : index / 6) == place ? 1 : Float(generator.normal()) * 0.2
        })
      y.append(isUpright ? 1 : 0)
    }
    return (x, y)
  }

  private func imageModel() throws -> Model {
    let x = Input.image(height: 6, width: 6, channels: 1)
    let features = MaxPooling2D()(Conv2D(6, kernelSize: 3, padding: .same, activation: .relu)(x))
    let vector = Dropout(0.1)(Flatten()(Conv2D(4, kernelSize: 2, activation: .relu)(features)))
    return try Model(inputs: x, outputs: Dense(2, activation: .softmax)(vector))
  }

  func testAnyNumberOfThreadsGivesTheSame() throws {
    let (x, y) = images(70)
    let series = (0..<70).map { sequence(3 + $0 % 5, 2) }
    var (first, other): ([Tensor], [Tensor]) = ([], [])
    for threads in [1, 2, 5] {
      let model = try imageModel()
      try model.compile(loss: .sparseCategoricalCrossEntropy)
      try model.fit(x, y, epochs: 2, batchSize: 50, threads: threads)
      let input = Input.sequence(features: 2)
      let steps = Conv1D(4, kernelSize: 3, stride: 2, padding: .same)(input)
      let second = try Model(inputs: input, outputs: Dense(1)(GlobalMaxPooling1D()(steps)))
      try second.compile(loss: .meanSquaredError)
      try second.fit(series, y, epochs: 2, batchSize: 50, threads: threads)
      if threads == 1 { (first, other) = (model.tensors, second.tensors) }
      XCTAssertEqual(model.tensors, first, "\(threads) threads")
      XCTAssertEqual(second.tensors, other, "\(threads) threads")
    }
  }

  func testImagesAreLearnt() throws {
    let (x, y) = images(200)
    let model = try imageModel()
    try model.compile(
      loss: .sparseCategoricalCrossEntropy, optimizer: .adam(learningRate: 0.01),
      metrics: [.accuracy])
    let history = try model.fit(x, y, epochs: 15, validation: .split(0.2))
    XCTAssertGreaterThan(history["val_accuracy"].last!, 0.95)
  }

  func testSavedAndReadAgain() throws {
    let video = Input.video(height: 4, width: 4, channels: 1, named: "film")
    let frames = Flatten()
    let seen = TimeDistributed(frames)(
      MaxPooling2D()(Conv2D(2, kernelSize: 2, padding: .same)(video)))
    let image = Reshape(height: 2, width: 2, channels: 2)(LSTM(8)(seen))
    let larger = Conv2DTranspose(1, kernelSize: 3, stride: 2, padding: .same, activation: .sigmoid)(
      UpSampling2D(1)(AveragePooling2D(1)(image)))
    let times = Conv1D(2, kernelSize: 2, padding: .causal, dilation: 2, useBias: false)(seen)
    let back = Conv1DTranspose(1, kernelSize: 2)(UpSampling1D(2)(AveragePooling1D(1)(times)))
    let model = try Model(
      inputs: [video],
      outputs: [
        larger, back, GlobalMaxPooling1D()(times), GlobalAveragePooling2D()(image),
        GlobalMaxPooling2D()(image), GlobalAveragePooling1D()(MaxPooling1D(1)(times)),
      ])
    let path = NSTemporaryDirectory() + "convolutions-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    let x = [3, 5].map { sequence($0, 16) }
    XCTAssertEqual(try read.predictAll(x), try model.predictAll(x))
    XCTAssertEqual(read.summaryTable, model.summaryTable)
  }

  func testTheSummaryShowsImages() throws {
    let table = try imageModel().summaryTable
    XCTAssertTrue(table.contains("input 0          (batch, 6, 6, 1)"), table)
    XCTAssertTrue(table.contains("0  Conv2D        (batch, 6, 6, 6)  input 0"), table)
    XCTAssertTrue(table.contains("1  MaxPooling2D  (batch, 3, 3, 6)  0"), table)
  }

  // MARK: Initial weights

  func testWeightsBeginWithinGlorotsLimit() throws {
    let x = Input.image(height: 8, width: 8, channels: 3)
    let model = try Model(inputs: x, outputs: Conv2D(5, kernelSize: (3, 2))(x))
    let weights = model.tensors[0].values
    let (inputs, outputs) = (3 * 2 * 3, 3 * 2 * 5)
    let limit = Float((6 / Double(inputs + outputs)).squareRoot())
    let largest = weights.reduce(0) { max($0, abs($1)) }
    XCTAssertLessThanOrEqual(largest, limit)
    XCTAssertGreaterThan(largest, limit * 0.9)
    XCTAssertEqual(model.tensors[0].shape, [18, 5])
  }
}
