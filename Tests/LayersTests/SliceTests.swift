import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Parts of values, and their axes in another order.
final class SliceTests: XCTestCase {
  private var generator = SeededGenerator(seed: 3)

  /// A model without numbers of its own but for a Dense layer that changes nothing.
  private func given(_ input: Value, _ output: Value, _ x: some ExampleSource) throws
    -> [[[Float]]]
  {
    try Model(inputs: input, outputs: output).predictSequences(x)
  }

  private let short: [[[Float]]] = [
    [[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10]],
  ]

  func testStepsOfSequencesOfAnyLengths() throws {
    let x = Input.sequence(features: 2)
    XCTAssertEqual(try given(x, x[step: 0], short), [[[1, 2]], [[7, 8]]])
    XCTAssertEqual(try given(x, x[step: -1], short), [[[5, 6]], [[9, 10]]])
    XCTAssertEqual(try given(x, x[step: -2], short), [[[3, 4]], [[7, 8]]])
    XCTAssertEqual(
      try given(x, x[steps: 0..<2], short), [[[1, 2], [3, 4]], [[7, 8], [9, 10]]])
    XCTAssertEqual(
      try given(x, x[steps: (-2)...], short), [[[3, 4], [5, 6]], [[7, 8], [9, 10]]])
    XCTAssertEqual(try given(x, x[steps: -2..<(-1)], short), [[[3, 4]], [[7, 8]]])
  }

  func testStepsOfAFixedNumber() throws {
    let x = Input.sequence(steps: 3, features: 2)
    let whole = [short[0]]
    XCTAssertEqual(try given(x, x[steps: 1...], whole), [[[3, 4], [5, 6]]])
    XCTAssertEqual(try given(x, x[steps: ..<(-1)], whole), [[[1, 2], [3, 4]]])
    XCTAssertEqual(try given(x, x[steps: -2..<3], whole), [[[3, 4], [5, 6]]])
    XCTAssertEqual(try given(x, x[steps: -3..<0], whole), whole)
  }

  func testFeatures() throws {
    let x = Input.sequence(features: 3)
    let rows: [[[Float]]] = [[[1, 2, 3], [4, 5, 6]], [[7, 8, 9]]]
    XCTAssertEqual(try given(x, x[features: 1..<3], rows), [[[2, 3], [5, 6]], [[8, 9]]])
    XCTAssertEqual(try given(x, x[features: (-1)...], rows), [[[3], [6]], [[9]]])
    XCTAssertEqual(try given(x, x[features: ..<(-1)], rows), [[[1, 2], [4, 5]], [[7, 8]]])
    let v = Input.vector(3)
    XCTAssertEqual(try given(v, v[features: ..<1], [[1, 2, 3]] as [[Float]]), [[[1]]])
  }

  /// What a mask leaves out is not there, and where it leaves too few, there are zeros.
  func testStepsUnderAMask() throws {
    let x = Input.sequence(steps: 4, features: 1)
    let masked = Masking()(x)
    let rows: [[[Float]]] = [[[1], [2], [3], [0]], [[4], [0], [0], [0]]]
    XCTAssertEqual(try given(x, masked[step: -1], rows), [[[3]], [[4]]])
    XCTAssertEqual(try given(x, masked[step: -2], rows), [[[2]], [[0]]])
    let last = LSTM(3)(masked[steps: (-2)...])
    let model = try Model(inputs: x, outputs: last, seed: 2)
    // Read by itself: steps that are padding count for nothing.
    let alone = try Model(
      inputs: [x], outputs: [LSTM(3)(Masking()(x))], seed: 2)
    alone.weights = zip(alone.weights, model.weights).map {
      Tensor(checked: $0.name, $0.shape, $1.values)
    }
    XCTAssertEqual(
      try model.predict(rows), try alone.predict([[[2], [3], [0], [0]], [[4], [0], [0], [0]]]))
  }

  func testPermute() throws {
    let x = Input.sequence(steps: 3, features: 2)
    XCTAssertEqual(try given(x, Permute(2, 1)(x), [short[0]]), [[[1, 3, 5], [2, 4, 6]]])
    let image = Input.image(height: 2, width: 3, channels: 2)
    let numbers = (0..<12).map { Float($0) }
    XCTAssertEqual(
      try given(image, Flatten()(Permute(2, 1, 3)(image)), [numbers]),
      [[[0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]]])
    XCTAssertEqual(
      try given(image, Flatten()(Permute(3, 1, 2)(image)), [numbers]),
      [[[0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]]])
    let film = Input.video(frames: 2, height: 1, width: 3, channels: 1)
    XCTAssertEqual(
      try given(
        film, TimeDistributed(Flatten())(Permute(3, 2, 1, 4)(film)),
        [[[0, 1, 2], [3, 4, 5]]] as [[[Float]]]),
      [[[0, 3], [1, 4], [2, 5]]])
  }

  // MARK: Gradients

  func testGradients() throws {
    let x = Input.sequence(features: 2)
    let dense = Dense(3)(x)
    try expectGraphGradients(
      [x],
      [
        Dense(2)(dense[step: 0]), Dense(2)(dense[step: -1]), GRU(2)(dense[steps: (-2)...]),
        LSTM(2)(dense[features: 1...]), Dense(1)(GRU(3, returnSequences: true)(x)[step: -2]),
        Add()(dense[step: 1], Dense(3)(x)[step: 1])[features: ..<2],
      ])
    let fixed = Input.sequence(steps: 4, features: 2)
    let turned = Permute(2, 1)(Dense(3)(fixed))
    let nested = Permute(3, 1, 2)(Reshape(2, 2, 3)(Dense(3)(fixed)))
    try expectGraphGradients(
      [fixed],
      [
        LSTM(2)(turned), Dense(2)(turned[step: 1]), GRU(2)(Dense(3)(fixed)[steps: 1..<3]),
        LSTM(2)(TimeDistributed(GRU(2))(nested)),
      ])
  }

  func testGradientsUnderMasks() throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let (x, y) = (Input.symbols(), Input.sequence(features: 2))
      let vectors = Embedding(vocabularySize: 3, size: 3, masksZero: true)(x)
      let masked = Masking()(y)
      let count = 1 + generator.integer(below: 2)
      let column = generator.integer(below: 2)
      try expectGraphGradients(
        [x, y],
        [
          GRU(2)(vectors[steps: (-count)...]), Dense(2)(vectors[step: -1]),
          LSTM(2)(vectors[steps: ..<count]), GRU(2)(vectors[features: column...]),
          Dense(2)(Conv1D(2, kernelSize: 2, padding: .same)(masked)[step: -count]),
        ], seed: seed)
    }
  }

  /// An image on its side, and each step of a sequence read by a model that takes a part of it.
  func testGradientsOfImagesAndOfModelsAtEveryStep() throws {
    let image = Input.image(height: 2, width: 3, channels: 2)
    let seen = Conv2D(2, kernelSize: 2, padding: .same)(Conv2D(2, kernelSize: 1)(image))
    let row = Input.sequence(steps: 3, features: 2)
    let part = try Model(
      inputs: row, outputs: Concatenate()(Dense(2)(row)[step: -1], Permute(2, 1)(row)[step: 0]))
    let x = Input.sequence(features: 6)
    let parts = TimeDistributed(Reshape(3, 2))(Dense(6)(x))
    try expectGraphGradients(
      [image, x],
      [
        Dense(2)(Flatten()(Permute(2, 1, 3)(seen))), GRU(2)(Reshape(3, 4)(Permute(3, 2, 1)(seen))),
        GRU(2)(TimeDistributed(part)(parts)),
      ])
  }

  // MARK: Training

  func testAnyNumberOfThreadsGivesTheSame() throws {
    let x = (0..<70).map { _ in
      (0..<2 + generator.integer(below: 5)).map { _ in [Float(generator.normal()), 1] }
    }
    let y = x.map { [$0[0][0] * $0[$0.count - 1][0]] }
    var first: [Tensor] = []
    for threads in [1, 2, 5] {
      let input = Input.sequence(features: 2)
      let states = GRU(6, returnSequences: true)(input)
      let ends = Permute(2, 1)(states[steps: (-2)...])
      let less = Subtract()(states[step: -1], Average()(states[step: 0], states[step: 1]))
      let both = Concatenate()(
        states[step: 0], Flatten()(ends), input[step: -1][features: ..<1], less,
        Dot()(less, states[step: 0]))
      let model = try Model(inputs: input, outputs: Dense(1)(both), seed: 4)
      try model.compile(loss: .meanSquaredError)
      try model.fit(x, y, epochs: 2, batchSize: 50, threads: threads)
      if threads == 1 { first = model.tensors }
      XCTAssertEqual(model.tensors, first, "\(threads) threads")
    }
  }

  /// The gradient comes back to the numbers of the step that was taken alone: only that is learnt from.
  func testReadAgainAndFedStepByStep() throws {
    let x = Input.sequence(features: 2)
    let states = GRU(4, returnSequences: true)(x)
    let model = try Model(inputs: x, outputs: Dense(2)(states[step: -1][features: 1..<3]))
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("slices-\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.save(to: path)
    let again = try Model(contentsOf: path)
    XCTAssertEqual(try again.predict(short), try model.predict(short))
    let stepper = try again.stepper()
    for (step, vector) in short[0].enumerated() {
      let given = try stepper.step([vector])
      XCTAssertEqual(given, try model.predict([Array(short[0][...step])]))
    }
  }

  func testMessages() throws {
    let (x, fixed) = (Input.sequence(features: 2), Input.sequence(steps: 3, features: 2))
    func expect(_ input: Value, _ output: Value, _ sentence: String, line: UInt = #line) {
      XCTAssertEqual(
        message { _ = try Model(inputs: input, outputs: output) }, sentence, line: line)
    }
    expect(
      fixed, fixed[step: 3],
      "layer 0 (Slice) takes [step: 3] of 3 time steps of 2 numbers from input 0; steps are counted from "
        + "0, or below 0 from the end")
    expect(
      x, x[steps: 1...],
      "layer 0 (Slice) takes [steps: 1...], whose number the examples' lengths tell, from input 0; say "
        + "how many steps there are with Input.sequence(steps:features:)")
    expect(
      x, x[features: 1..<4],
      "layer 0 (Slice) takes [features: 1..<4] of 2 numbers from input 0; places are counted from 0, or "
        + "below 0 from the end")
    for step in [Int.min, .max] {
      expect(
        fixed, fixed[step: step],
        "layer 0 (Slice) takes [step: \(step)] of 3 time steps of 2 numbers from input 0; steps are counted "
          + "from 0, or below 0 from the end")
    }
    let vector = Input.vector(2)
    expect(
      vector, vector[step: 0],
      "layer 0 (Slice) expected a sequence, got one vector of 2 numbers from input 0")
    let symbols = Input.symbols()
    expect(
      symbols, symbols[step: 0],
      "layer 0 (Slice) expected numbers, got symbols from input 0; put an Embedding between them")
    expect(
      x, Permute(2, 1)(x),
      "layer 0 (Permute) expected a fixed number of time steps, got 2 numbers a time step from input 0; "
        + "say it with Input.sequence(steps:features:)")
    expect(
      fixed, Permute(1, 3)(fixed),
      "layer 0 (Permute) has the order 1, 3, and 3 time steps of 2 numbers from input 0 has 2 axes; each "
        + "stands there once, counted from 1")
    let model = try Model(inputs: x, outputs: Dense(1)(x[steps: 0..<3]))
    XCTAssertEqual(
      message { _ = try model.predictSequences(short) },
      "layer 0 (Slice) takes [steps: 0..<3], but gets 2 time steps in example 1; leave it out")
    XCTAssertEqual(
      message { _ = try model.stepper() },
      "layer 0 (Slice) takes time steps of a sequence that is fed step by step, of which only the present "
        + "one is there; take [step: -1], or give the sequence whole, by stepper(stepping:)")
  }
}
