import XCTest

@testable import Layers

/// Numbers that cannot be right are refused before any training, with their example and step.
final class NumberTests: XCTestCase {
  private func compiled(
    _ loss: Loss = .meanSquaredError, metrics: [Metric] = [], @LayerBuilder _ layers: () -> [Layer]
  ) throws -> Sequential {
    let model = Sequential(layers: layers())
    try model.compile(loss: loss, metrics: metrics)
    return model
  }

  /// Sequences go in, one number comes out.
  private func reader(_ loss: Loss = .meanSquaredError) throws -> Sequential {
    try compiled(loss) {
      Input(features: 1)
      LSTM(2)
      Dense(1)
    }
  }

  // MARK: Integers

  func testIntegersBeyond32BitsAreNumbersLikeAllOthers() throws {
    let model = try compiled {
      Input(features: 1)
      Dense(1)
    }
    try model.setTensors(
      model.tensors.map {
        try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 0 })
      })
    for value in [5_000_000_000, -5_000_000_000, Int.max, Int.min] {
      let square = Double(Float(value)) * Double(Float(value))
      XCTAssertEqual(try model.evaluate([[0]], [[value]]).loss, square, accuracy: square * 1e-6)
    }
    try model.setTensors(
      model.tensors.map {
        try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 1 })
      })
    XCTAssertEqual(try model.predictSequences([[5_000_000_000, -7]]), [[[5e9], [-6]]])
    XCTAssertEqual(try model.predictSequences([[Int32.max]]), [[[2_147_483_648]]])
  }

  func testSymbolsAndClassesAreReportedAsTheyWereGiven() throws {
    let model = try compiled(.sparseCategoricalCrossEntropy) {
      Embedding(vocabularySize: 10, size: 2)
      LSTM(2)
      Dense(3)
    }
    XCTAssertEqual(
      message { try model.fit([[1], [2, 9_000_000_000]], [0, 1]) },
      "layer 0 (Embedding) expected symbols from 0 to 9, got 9000000000 in example 1, step 1")
    XCTAssertEqual(
      message { try model.fit([[1], [2]], [0, -9_000_000_000]) },
      "layer 2 (Dense) with sparseCategoricalCrossEntropy expected classes from 0 to 2, got "
        + "-9000000000 in example 1; SampleWeights.mask leaves a target out")
  }

  // MARK: What is not finite

  func testInputsThatAreNotFiniteAreNamed() throws {
    let (model, y): (Sequential, [Float]) = (try reader(), [1, 1])
    let before = try model.tensors
    func expect(_ number: Double, _ named: String, line: UInt = #line) {
      let x = [[[1.0]], [[1], [2], [number]]]
      let wanted =
        "layer 0 (Input) got \(named) in example 1, step 2; inputs are finite, or all of a time step "
        + "is masked by Masking(value:)"
      XCTAssertEqual(message { try model.fit(x, y) }, wanted, line: line)
      XCTAssertEqual(
        message { try model.fit([[[1.0]]], [1] as [Float], validation: .data(x, y)) },
        "validation: " + wanted, line: line)
      XCTAssertEqual(
        message { try model.fit([Batch([[[1.0]]], [1.0]), Batch(x, y)].dropFirst()) },
        "batch 0 of the stream: \(wanted)", line: line)
      XCTAssertEqual(message { _ = try model.evaluate(x, y) }, wanted, line: line)
      XCTAssertEqual(message { _ = try model.predict(x) }, wanted, line: line)
      XCTAssertEqual(message { _ = try model.predictSequences(x) }, wanted, line: line)
    }
    expect(.nan, "nan")
    expect(.infinity, "inf")
    expect(-.infinity, "-inf")
    expect(-1e300, "-1e+300, infinite in single precision,")
    XCTAssertEqual(try model.tensors, before)
    XCTAssertEqual(
      message { _ = try model.predict([[0.5, .nan]] as [[Float]]) },
      "layer 0 (Input) got nan in example 0, step 1; inputs are finite, or all of a time step is "
        + "masked by Masking(value:)")
  }

  func testTargetsThatAreNotFiniteAreNamed() throws {
    let x: [[[Float]]] = [[[1]], [[2], [3]]]
    for loss in [Loss.meanSquaredError, .meanAbsoluteError] {
      let model = try reader(loss)
      for (number, named) in [
        (Double.nan, "nan"), (-.infinity, "-inf"), (1e39, "1e+39, infinite in single precision,"),
      ] {
        let wanted =
          "layer 2 (Dense) with \(loss.name) expected finite targets, got \(named) in example 1"
        XCTAssertEqual(message { try model.fit(x, [0, number]) }, wanted)
        XCTAssertEqual(message { _ = try model.evaluate(x, [[0], [number]]) }, wanted)
      }
    }
    let tagger = try compiled {
      GRU(2, returnSequences: true)
      Dense(2)
    }
    XCTAssertEqual(
      message { try tagger.fit(x, [[[0, 0]], [[1, 1], [1, .nan]]] as [[[Float]]]) },
      "layer 1 (Dense) with meanSquaredError expected finite targets, got nan in example 1, step 1")
  }

  /// A stream's batches are not known before, but are looked at before their own step.
  func testABatchOfAStreamIsNamed() throws {
    let model = try reader()
    XCTAssertEqual(
      message {
        try model.fit([Batch([[1.0]], [1.0]), Batch([[1.0], [2, .nan]], [1.0, 2])])
      },
      "batch 1 of the stream: layer 0 (Input) got nan in example 1, step 1; inputs are finite, or all "
        + "of a time step is masked by Masking(value:)")
    XCTAssertEqual(
      message { try model.fit([Batch([[Float]](), [Float]())]) },
      "batch 0 of the stream: there are no examples")
  }

  // MARK: Padding

  func testPaddingOfNaNIsMasked() throws {
    for value in [Float.nan, .infinity, -.infinity] {
      func model() throws -> Sequential {
        try compiled {
          Masking(value: value)
          Dense(3)
          GRU(4)
          Dense(2)
        }
      }
      let gap = [value, value]
      let padded: [[[Float]]] = [[gap, [1, 2], gap, [0, 3], gap], [[2, 2]]]
      let plain: [[[Float]]] = [[[1, 2], [0, 3]], [[2, 2]]]
      let y: [[Float]] = [[1, 0], [0, 1]]
      XCTAssertEqual(try model().predict(padded), try model().predict(plain))
      let (one, other) = (try model(), try model())
      try one.fit(padded, y, epochs: 3)
      try other.fit(plain, y, epochs: 3)
      for (tensor, wanted) in zip(try one.tensors, try other.tensors) {
        for (x, y) in zip(tensor.values, wanted.values) { XCTAssertEqual(x, y, accuracy: 1e-5) }
      }
      XCTAssertTrue(
        message { _ = try one.predict([[[value, 1]]] as [[[Float]]]) }
          .hasPrefix("layer 0 (Masking) got \(value) in example 0, step 0; "))
    }
  }

  /// What is to be predicted at a padded step is nobody's affair.
  func testTargetsOfPaddingMayBeAnything() throws {
    for loss in [Loss.meanSquaredError, .binaryCrossEntropy, .categoricalCrossEntropy] {
      let model = try compiled(loss) {
        Masking()
        GRU(4, returnSequences: true)
        Dense(2)
      }
      XCTAssertEqual(
        message { try model.fit([[[1], [0]]] as [[[Float]]], [[[0.5, 0.5], [.nan, -1]]]) },
        "no error")
    }
  }

  func testASequenceOfNothingIsNamed() throws {
    let model = try reader()
    let wanted = "layer 0 (Input) got no time step in example 1; leave it out"
    let x: [[[Float]]] = [[[1]], []]
    XCTAssertEqual(message { try model.fit(x, [1, 1] as [Float]) }, wanted)
    XCTAssertEqual(message { _ = try model.evaluate(x, [1, 1] as [Float]) }, wanted)
    XCTAssertEqual(message { _ = try model.predict(x) }, wanted)
    let words = try compiled {
      Embedding(vocabularySize: 4, size: 2, masksZero: true)
      LSTM(2)
      Dense(1)
    }
    XCTAssertEqual(
      message { _ = try words.predict([[1], [], [2]] as [[Int]]) },
      "layer 0 (Embedding) got no time step in example 1; leave it out")
    XCTAssertEqual(
      message { _ = try words.predict([[1], [2], [0, 0]]) },
      "layer 0 (Embedding) got nothing but padding in example 2; leave it out")
  }

  /// Examples without a vector do not say how long vectors are.
  func testASequenceOfNothingDecidesNoSize() throws {
    let model = try compiled {
      LSTM(2)
      Dense(1)
    }
    XCTAssertThrowsError(try model.predict([[]] as [[[Float]]]))
    XCTAssertEqual(try model.predict([[[1, 2, 3]]] as [[[Float]]]).count, 1)
  }

  func testABatchOfNothingButPaddingHasNoAccuracy() throws {
    let model = try compiled(.sparseCategoricalCrossEntropy, metrics: [.accuracy]) {
      Embedding(vocabularySize: 4, size: 2, masksZero: true)
      LSTM(2, returnSequences: true)
      Dense(3)
    }
    let (x, y) = ([[0, 0], [0, 0]], [[1, 1], [1, 1]])
    let wanted = "layer 0 (Embedding) got nothing but padding in example 0; leave it out"
    XCTAssertEqual(message { _ = try model.evaluate(x, y) }, wanted)
    XCTAssertEqual(message { try model.fit(x, y) }, wanted)
  }

  /// A stateful model reads on in the next batch: some of its sequences may have ended before.
  func testAStatefulModelMayMeetABatchOfPadding() throws {
    let model = try compiled(.sparseCategoricalCrossEntropy, metrics: [.accuracy]) {
      Embedding(vocabularySize: 4, size: 2, masksZero: true)
      LSTM(2, returnSequences: true, stateful: true)
      Dense(3)
    }
    let (x, y) = ([[0, 0], [0, 0]], [[1, 1], [1, 1]])
    let history = try model.fit([Batch([[1, 2], [3, 0]], y), Batch(x, y)])
    XCTAssertTrue(history["accuracy"].allSatisfy(\.isFinite))
    XCTAssertEqual(
      message { _ = try model.evaluate(x, y) }, "there is nothing but padding to evaluate on")
    XCTAssertEqual(
      message { try model.fit([Batch(x, y)]) }, "epoch 1 had nothing but padding to train on")
  }

  // MARK: Probabilities

  func testLabelsOfABinaryCrossEntropy() throws {
    let model = try reader(.binaryCrossEntropy)
    let x: [[[Float]]] = [[[1]], [[2]], [[3]]]
    for (labels, named) in [([1, -1, 1], "-1 in example 1"), ([1, 1, 2], "2 in example 2")] {
      XCTAssertEqual(
        message { try model.fit(x, labels) },
        "layer 2 (Dense) with binaryCrossEntropy expected targets from 0 to 1, got \(named)")
    }
    XCTAssertEqual(
      message { _ = try model.evaluate(x, [0.5, .nan, 1] as [Float]) },
      "layer 2 (Dense) with binaryCrossEntropy expected targets from 0 to 1, got nan in example 1")
    XCTAssertEqual(message { try model.fit(x, [0, 0.3, 1] as [Float]) }, "no error")
    let tagger = try compiled(.binaryCrossEntropy) {
      GRU(2, returnSequences: true)
      Dense(2, activation: .sigmoid)
    }
    XCTAssertEqual(
      message { try tagger.fit([[[1], [2]]] as [[[Float]]], [[[0, 1], [0, 2]]]) },
      "layer 1 (Dense) with binaryCrossEntropy expected targets from 0 to 1, got 2 in example 0, step 1"
    )
  }

  func testTargetsOfACategoricalCrossEntropy() throws {
    let model = try compiled(.categoricalCrossEntropy) {
      LSTM(2)
      Dense(3, activation: .softmax)
    }
    let x: [[[Float]]] = [[[1]], [[2]]]
    func said(_ second: [Float]) -> String { message { try model.fit(x, [[0, 0, 1], second]) } }
    let expected = "layer 1 (Dense) with categoricalCrossEntropy expected probabilities"
    XCTAssertEqual(said([3, 2, 2]), "\(expected), got 3.0 in example 1")
    XCTAssertEqual(said([1, 1, 1]), "\(expected) that sum to 1, got a sum of 3.0 in example 1")
    XCTAssertEqual(said([0, 0, 0]), "\(expected) that sum to 1, got a sum of 0.0 in example 1")
    XCTAssertEqual(said([1.5, -0.5, 0]), "\(expected), got 1.5 in example 1")
    XCTAssertEqual(said([.nan, 0, 0]), "\(expected), got nan in example 1")
    XCTAssertEqual(said([1.0 / 3, 1.0 / 3, 1.0 / 3]), "no error")
  }
}
