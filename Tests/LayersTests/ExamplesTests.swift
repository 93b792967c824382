import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Flat numbers, slices and other types of numbers give what arrays of arrays of `Float` give.
final class ExamplesTests: XCTestCase {
  private let values: [Int] = (0..<48).map { ($0 * 29 + 7) % 11 }
  private let y = [0, 1, 2, 0]

  private func model() throws -> Sequential {
    let model = Sequential(seed: 4) {
      Input(features: 3)
      LSTM(3)
      Dense(3)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
    return model
  }

  private func graph() throws -> Model {
    let input = Input.sequence(features: 3)
    let model = try Model(inputs: input, outputs: Dense(3)(LSTM(3)(input)), seed: 4)
    try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
    return model
  }

  private func nested<Number>(_ number: (Int) -> Number) -> [[[Number]]] {
    (0..<4).map { e in (0..<4).map { t in (0..<3).map { number(values[(e * 4 + t) * 3 + $0]) } } }
  }

  private let shape = [4, 4, 3]

  /// Bytes of a file, memory of somebody else's, and collections that are no arrays.
  func testAnyCollectionOfNumbers() throws {
    let bytes = values.map { UInt8($0) }
    let expected = Examples(flat: bytes, shape: shape, scale: 0.5)
    XCTAssertEqual(Examples(flat: Data(bytes), shape: shape, scale: 0.5), expected)
    // A slice of Data begins where its header ended.
    XCTAssertEqual(
      Examples(flat: Data([9, 9, 9] + bytes).dropFirst(3), shape: shape, scale: 0.5), expected)
    let numbers = values.map { Float($0) * 0.5 }
    let halves = Examples(flat: numbers, shape: shape)
    numbers.withUnsafeBufferPointer { memory in
      XCTAssertEqual(Examples(flat: memory, shape: shape), halves)
      XCTAssertEqual(Examples(flat: memory[...], shape: shape), halves)
    }
    XCTAssertEqual(Examples(flat: ContiguousArray(numbers), shape: shape), halves)
    XCTAssertEqual(Examples(flat: bytes.lazy.map { Float($0) * 0.5 }, shape: shape), halves)
    let model = try model()
    XCTAssertEqual(
      try model.predict(Examples(flat: Data(bytes), shape: shape)),
      try model.predict(nested { Float($0) }))
  }

  /// Also by what asks for nothing where there are no examples, and before a model knows its inputs: it
  /// learns nothing from them.
  func testAShapeThatDoesNotFitIsAlwaysNamed() throws {
    let model = Sequential {
      LSTM(2)
      Dense(3)
    }
    try model.compile(loss: .sparseCategoricalCrossEntropy)
    let wrong = Examples(flat: Data(values.dropLast().map { UInt8($0) }), shape: shape)
    let sentence =
      "layer 0 (LSTM) cannot use its inputs: the shape [4, 4, 3] has 48 numbers, got 47"
    XCTAssertThrowsError(try model.predict(wrong)) { XCTAssertEqual("\($0)", sentence) }
    XCTAssertThrowsError(try model.scores(wrong, y)) { XCTAssertEqual("\($0)", sentence) }
    XCTAssertThrowsError(try model.fit(wrong, y)) { XCTAssertEqual("\($0)", sentence) }
    XCTAssertThrowsError(try model.parameterCount)
    try model.fit(Examples(flat: values, shape: shape), y)
    XCTAssertThrowsError(try model.predict(wrong)) { XCTAssertEqual("\($0)", sentence) }
  }

  /// Every type that examples may have.
  private var same: [(String, Examples)] {
    var result = [
      ("Int", Examples(flat: values, shape: shape)),
      ("Int64", Examples(flat: values.map { Int64($0) }, shape: shape)),
      ("Int32", Examples(flat: values.map { Int32($0) }, shape: shape)),
      ("Int16", Examples(flat: values.map { Int16($0) }, shape: shape)),
      ("UInt8", Examples(flat: values.map { UInt8($0) }, shape: shape)),
      ("Double", Examples(flat: values.map { Double($0) }, shape: shape)),
      ("Float", Examples(flat: values.map { Float($0) }, shape: shape)),
      ("a slice", Examples(flat: ([9, 9] + values)[2...], shape: shape)),
      ("a scale", Examples(flat: values.map { UInt8(2 * $0) }, shape: shape, scale: 0.5)),
      ("more axes", Examples(flat: values, shape: [4, 4, 3, 1])),
      ("nested Int", Examples(nested { $0 })),
      ("nested Int64", Examples(nested { Int64($0) })),
      ("nested Int32", Examples(nested { Int32($0) })),
      ("nested Int16", Examples(nested { Int16($0) })),
      ("nested UInt8", Examples(nested { UInt8($0) })),
      ("nested Double", Examples(nested { Double($0) })),
      ("nested slices", Examples(nested { Float($0) }.map { $0.map { ([0] + $0)[1...] } })),
    ]
    #if !(os(macOS) && arch(x86_64))
      result += [
        ("Float16", Examples(flat: values.map { Float16($0) }, shape: shape)),
        ("nested Float16", Examples(nested { Float16($0) })),
      ]
    #endif
    return result
  }

  func testEveryTypeOfNumbersTrainsAndPredictsTheSame() throws {
    let x = nested { Float($0) }
    let (wanted, graph) = (try model(), try graph())
    let history = try wanted.fit(x, y, epochs: 2, batchSize: 3, validation: .split(0.25))
    try graph.fit(x, y, epochs: 2, batchSize: 3, validation: .split(0.25))
    for (name, examples) in same {
      let (one, other) = (try model(), try self.graph())
      XCTAssertEqual(
        try one.fit(examples, y, epochs: 2, batchSize: 3, validation: .split(0.25)), history, name)
      XCTAssertEqual(try one.tensors, try wanted.tensors, name)
      XCTAssertEqual(try one.predict(examples), try wanted.predict(x), name)
      try other.fit(examples, y, epochs: 2, batchSize: 3, validation: .split(0.25))
      XCTAssertEqual(other.tensors, graph.tensors, name)
      XCTAssertEqual(try other.predict(examples), try graph.predict(x), name)
      XCTAssertEqual(try other.evaluate(examples, y).loss, try graph.evaluate(x, y).loss, name)
    }
  }

  func testClassesAndFlagsOfEveryType() throws {
    let x = nested { Float($0) }
    let wanted = try model()
    try wanted.fit(x, y)
    for targets in [
      Examples(y.map { UInt8($0) }), Examples(y.map { Int16($0) }), Examples(y.map { Int32($0) }),
      Examples(y.map { Int64($0) }), Examples(flat: y, shape: [4]),
      Examples(flat: y.map { UInt8($0) }, shape: [4, 1]),
    ] {
      let model = try model()
      try model.fit(x, targets)
      XCTAssertEqual(try model.tensors, try wanted.tensors)
    }
    func flags() throws -> Sequential {
      let model = Sequential {
        Input(features: 3)
        GRU(2)
        Dense(1, activation: .sigmoid)
      }
      try model.compile(loss: .binaryCrossEntropy)
      return model
    }
    let (one, other) = (try flags(), try flags())
    try one.fit(x, [true, false, true, true])
    try other.fit(x, [1, 0, 1, 1] as [Float])
    XCTAssertEqual(try one.tensors, try other.tensors)
  }

  func testSymbolsOfEveryType() throws {
    let model = Sequential {
      Embedding(vocabularySize: 11, size: 2)
      LSTM(2)
    }
    let rows = (0..<4).map { Array(values[12 * $0..<12 * ($0 + 1)]) }
    let wanted = try model.predict(rows)
    XCTAssertEqual(try model.predict(Examples(flat: values, shape: [4, 12])), wanted)
    let bytes = values.map { UInt8($0) }
    XCTAssertEqual(try model.predict(Examples(flat: bytes, shape: [4, 12])), wanted)
    XCTAssertEqual(try model.predict(rows.map { $0.map { UInt8($0) } }), wanted)
    XCTAssertEqual(try model.predict(rows[1...]), Array(wanted[1...]))
  }

  func testSlicesServeAsArrays() throws {
    let x = nested { Float($0) }
    let (one, other) = (try model(), try model())
    try one.fit(x[1..<3], y[1..<3], validation: .data(x[3...], y[3...]))
    try other.fit(Array(x[1..<3]), Array(y[1..<3]))
    XCTAssertEqual(try one.tensors, try other.tensors)
  }

  /// Masks, and NaN where nothing was measured, are read from numbers as they were given.
  func testMasksOfFlatNumbers() throws {
    for value in [Float(0), .nan] {
      let model = Sequential {
        Masking(value: value)
        LSTM(3)
      }
      let flat: [Double] = [1, 2, Double(value), Double(value), 3, 4, 5, 6]
      XCTAssertEqual(
        try model.predict(Examples(flat: flat, shape: [2, 2, 2])),
        try model.predict([[[1, 2]], [[3, 4], [5, 6]]]))
    }
  }

  // MARK: Messages

  func testShapesThatDoNotFit() throws {
    let numbers = [Float](repeating: 0, count: 24)
    let (model, graph) = (try model(), try graph())
    func fit(_ shape: [Int], scale: Double? = nil) -> String {
      message { try model.fit(Examples(flat: numbers, shape: shape, scale: scale), [0]) }
    }
    let cannot = "layer 0 (Input) cannot use its inputs: "
    XCTAssertEqual(fit([2, 4, 2]), cannot + "the shape [2, 4, 2] has 16 numbers, got 24")
    XCTAssertEqual(
      fit([]), cannot + "the shape [] is none; it begins with the number of examples")
    XCTAssertEqual(
      fit([-2, -12]), cannot + "the shape [-2, -12] is none; it begins with the number of examples")
    XCTAssertEqual(
      fit([Int.max, 4]),
      cannot + "the shape [9223372036854775807, 4] has more numbers than there can be")
    XCTAssertEqual(fit([2, 4, 3], scale: .nan), cannot + "their scale is nan")
    XCTAssertEqual(
      fit([3, 4, 2]), "layer 0 (Input) expected 3 numbers a time step, got 2")
    XCTAssertEqual(fit([2, 12]), "layer 0 (Input) expected 3 numbers a time step, got 1")
    XCTAssertEqual(
      fit([24]), "layer 0 (Input) expected a sequence for each example, got one number an example")
    XCTAssertEqual(
      message { try graph.fit(Examples(flat: numbers, shape: [2, 2, 3]), [0, 1]) },
      "input 0 cannot use its inputs: the shape [2, 2, 3] has 12 numbers, got 24")
    XCTAssertEqual(
      message {
        try model.fit(
          Examples(flat: numbers, shape: [2, 4, 3]), Examples(flat: [0, 1, 2], shape: [2]))
      }, "layer 2 (Dense) cannot use its targets: the shape [2] has 2 numbers, got 3")
    let bad: [Double] = [0, 1, 2, 3, 1e40, 5]
    XCTAssertEqual(
      message { try model.fit(Examples(flat: bad, shape: [1, 2, 3]), [0]) },
      "layer 0 (Input) got 1e+40, infinite in single precision, in example 0, step 1; inputs are "
        + "finite, or all of a time step is masked by Masking(value:)")
    XCTAssertEqual(
      message { try graph.fit(Examples(flat: [0, 1, .nan], shape: [1, 1, 3]), [0]) },
      "input 0 got nan in example 0, step 0; inputs are finite, or all of a time step is masked by "
        + "Masking(value:)")
  }

  // MARK: Validation on a stream

  private func batch(_ rows: Range<Int>) -> Batch { Batch(nested { Float($0) }[rows], y[rows]) }

  func testValidationOnAStreamIsThatOfItsExamples() throws {
    let x = nested { Float($0) }
    let batches = [batch(0..<2), batch(2..<3), batch(3..<4)]
    let (first, second) = (try model(), try graph())
    let (streamed, graph) = (try model(), try self.graph())
    let wanted = try first.fit(x, y, epochs: 3, validation: .data(x, y))
    let other = try second.fit(x, y, epochs: 3, validation: .data(x, y))
    let one = try streamed.fit(x, y, epochs: 3, validation: .stream(batches))
    let two = try graph.fit(x, y, epochs: 3, validation: .stream(batches))
    for (history, wanted) in [(one, wanted), (two, other)] {
      for (value, expected) in zip(history["val_loss"], wanted["val_loss"]) {
        XCTAssertEqual(value, expected, accuracy: 1e-6)
      }
      XCTAssertEqual(history["val_accuracy"], wanted["val_accuracy"])
    }
    let part = try model().fit(
      [batch(0..<4)], epochs: 1, validation: .stream(batches, steps: 2))
    let same = try model().fit(
      [batch(0..<4)], epochs: 1, validation: .data(x[..<3], y[..<3]))
    XCTAssertEqual(part["val_loss"][0], same["val_loss"][0], accuracy: 1e-6)
  }

  func testStreamsThatDoNotServe() throws {
    let x = nested { Float($0) }
    let (good, bad) = (batch(0..<2), Batch([[[1.0]]], [0]))
    for (validation, wanted) in [
      (Validation.stream([Batch]()), "validation: expected a batch of the stream, got 0"),
      (.stream([good], steps: 2), "validation: expected 2 batches of the stream, got 1"),
      (.stream([good], steps: 0), "validation of 0 batches; it reads at least 1"),
      (
        .stream([good, bad]),
        "validation: batch 1 of the stream: NAME expected 3 numbers a time step, got 1"
      ),
      (
        .stream([Batch([[Float]](), [Int]())]),
        "validation: batch 0 of the stream: there are no examples"
      ),
    ] {
      XCTAssertEqual(
        message { try model().fit(x, y, validation: validation) },
        wanted.replacingOccurrences(of: "NAME", with: "layer 0 (Input)"))
      XCTAssertEqual(
        message { try graph().fit(x, y, validation: validation) },
        wanted.replacingOccurrences(of: "NAME", with: "input 0"))
    }
  }
}
