import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// A `Sequential` of images, of videos, of vectors and of sequences of a fixed number of steps.
final class ShapedSequentialTests: XCTestCase {
  private var generator = SeededGenerator(seed: 5)

  private func numbers(_ count: Int, _ size: Int) -> [[Float]] {
    (0..<count).map { _ in (0..<size).map { _ in Float(generator.normal()) } }
  }

  private var reader: Sequential {
    Sequential(seed: 3) {
      Input(height: 6, width: 4, channels: 1)
      Conv2D(4, kernelSize: 3, padding: .same, activation: .relu)
      MaxPooling2D(2)
      Flatten()
      Dropout(0.2)
      Dense(3, activation: .softmax)
    }
  }

  private func asGraph() throws -> Model {
    let image = Input.image(height: 6, width: 4, channels: 1)
    let seen = MaxPooling2D(2)(
      Conv2D(4, kernelSize: 3, padding: .same, activation: .relu)(image))
    let end = Dense(3, activation: .softmax)(Dropout(0.2)(Flatten()(seen)))
    return try Model(inputs: image, outputs: end, seed: 3)
  }

  func testImagesAreReadAsAGraphReadsThem() throws {
    let x = numbers(70, 24)
    let y = x.map { $0[0] > 0 ? 1 : $0[1] > 0 ? 2 : 0 }
    let graph = try asGraph()
    graph.weights = zip(graph.weights, try reader.tensors).map {
      Tensor(checked: $0.name, $0.shape, $1.values)
    }
    try graph.compile(loss: .sparseCategoricalCrossEntropy)
    try graph.fit(x, y, epochs: 2, batchSize: 50, threads: 1)
    for threads in [1, 2, 5] {
      let model = reader
      try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
      try model.fit(
        Examples(flat: x.flatMap { $0 }, shape: [70, 6, 4, 1]), y, epochs: 2, batchSize: 50,
        threads: threads)
      XCTAssertEqual(try model.tensors.map(\.values), graph.tensors.map(\.values))
      XCTAssertEqual(try model.predict(x), try graph.predict(x))
      XCTAssertEqual(try Model(model).predict(x), try graph.predict(x))
    }
  }

  func testIsReadAgainAndGoesOn() throws {
    let x = numbers(10, 24)
    let y = x.map { $0[0] > 0 ? 1 : 0 }
    let (model, path) = (
      reader,
      FileManager.default.temporaryDirectory
        .appendingPathComponent("shaped-\(UUID()).safetensors").path
    )
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    model.frozenLayers = [1]
    try model.fit(x, y, epochs: 2)
    try model.save(to: path)
    let (again, graph) = (try Sequential(contentsOf: path), try Model(contentsOf: path))
    for other in [again] as [any SetUpModel] + [graph] {
      XCTAssertEqual(other.trainedGraph.frozenLayers.count, 1)
    }
    try model.fit(x, y, epochs: 1)
    try again.fit(x, y, epochs: 1)
    try graph.fit(x, y, epochs: 1)
    XCTAssertEqual(try again.tensors, try model.tensors)
    XCTAssertEqual(graph.tensors.map(\.values), try model.tensors.map(\.values))
  }

  func testVideos() throws {
    let model = Sequential {
      Input(frames: nil, height: 4, width: 4, channels: 1)
      TimeDistributed(Conv2D(3, kernelSize: 3, padding: .same, activation: .relu))
      TimeDistributed(MaxPooling2D(2))
      TimeDistributed(Flatten())
      LSTM(5)
      Dense(1, activation: .sigmoid)
    }
    let x = (0..<6).map { numbers(2 + $0 % 3, 16) }
    try model.compile(loss: .binaryCrossEntropy)
    try model.fit(x, [0, 1, 0, 1, 0, 1], epochs: 1)
    // Each video gives what it gives alone.
    XCTAssertEqual(try model.predict(x)[0], try model.predict([x[0]])[0])
    XCTAssertEqual(
      model.summaryTable.split(separator: "\n").dropFirst(2).prefix(4).map {
        $0.split(separator: " ").joined(separator: " ")
      },
      [
        "0 Input (batch, time, 4, 4, 1) 0",
        "1 TimeDistributed(Conv2D) (batch, time, 4, 4, 3) 30",
        "2 TimeDistributed(MaxPooling2D) (batch, time, 2, 2, 3) 0",
        "3 TimeDistributed(Flatten) (batch, time, 12) 0",
      ])
  }

  /// Keras's layers of shapes one under the other: a line of writing, from an image to its columns.
  func testReshapeAndPermute() throws {
    let model = Sequential {
      Input(height: 4, width: 8, channels: 1)
      Conv2D(2, kernelSize: 3, padding: .same)
      MaxPooling2D(2)
      Permute(2, 1, 3)
      Reshape(4, 4)
      Bidirectional(GRU(3, returnSequences: true))
      Dense(5, activation: .softmax)
    }
    XCTAssertEqual(try model.outputSize, 5)
    try model.compile(loss: .ctc())
    try model.fit(numbers(4, 32), [[1], [2, 3], [4], [1, 2]], epochs: 1)
    XCTAssertEqual(try model.predictLabels(numbers(2, 32)).count, 2)
    XCTAssertEqual(try model.predictSequences(numbers(2, 32)).map(\.count), [4, 4])
  }

  func testVectorsAndFixedSteps() throws {
    let perceptron = Sequential {
      Input(vector: 5)
      Dense(8, activation: .relu)
      Dense(1)
    }
    try perceptron.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    let x = numbers(60, 5)
    let history = try perceptron.fit(x, x.map { $0[0] - $0[3] }, epochs: 60)
    XCTAssertLessThan(history["loss"].last!, 0.05)
    let flattened = Sequential {
      Input(steps: 4, features: 2)
      Masking(value: 9)
      Flatten()
      Dense(2)
    }
    XCTAssertEqual(try flattened.predict([numbers(4, 2)]).count, 1)
    XCTAssertEqual(
      message { _ = try flattened.predict([numbers(3, 2)]) },
      "layer 0 (Input) expected 4 time steps, got 3 in example 0")
    XCTAssertEqual(
      message { _ = try perceptron.predict(numbers(2, 4)) },
      "layer 0 (Input) expected one vector of 5 numbers for each example, got 4 in example 0")
  }

  func testMessages() throws {
    func expect(_ sentence: String, line: UInt = #line, @LayerBuilder _ layers: () -> [Layer]) {
      let model = Sequential(layers: layers())
      XCTAssertEqual(message { try model.compile(loss: .meanSquaredError) }, sentence, line: line)
    }
    expect(
      "layer 0 (Conv2D) expected an image, got 2 numbers a time step from input 0; Input.image reads one, "
        + "in a Sequential Input(height:width:channels:), and Reshape(height:width:channels:) makes one of "
        + "a vector"
    ) { Conv2D(4, kernelSize: 3) }
    expect(
      "layer 1 (Flatten) expected a fixed number of time steps, got 4 numbers a time step from layer 0 "
        + "(Conv1D); TimeDistributed(Flatten()) makes a vector of each, GlobalAveragePooling1D one of all"
    ) {
      Conv1D(4, kernelSize: 3)
      Flatten()
    }
    expect(
      "layer 2 (Dense) expected numbers, got an image of 5 × 5 × 2 numbers from layer 1 (Conv2D); Flatten "
        + "makes a vector of it"
    ) {
      Input(height: 7, width: 7, channels: 1)
      Conv2D(2, kernelSize: 3)
      Dense(3)
    }
    expect("input 0 has 1048576 × 1048576 × 3 numbers; at most 16,777,216 fit in one image") {
      Input(height: 1 << 20, width: 1 << 20, channels: 3)
      Conv2D(2, kernelSize: 3)
    }
    expect(
      "layer 1 (TimeDistributed(Reshape)) is of a whole model, whose weights other models have, too; call "
        + "it on a value, in a Model"
    ) {
      Input(steps: 3, features: 24)
      TimeDistributed(try! asGraph())
    }
    expect("a model has at least one layer besides Input") { Input(vector: 3) }
  }
}
