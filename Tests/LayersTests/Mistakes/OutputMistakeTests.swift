import XCTest

@testable import Layers

/// What is done with outputs and weights apart from any model, and with a text window by window.
final class OutputMistakeTests: MistakeCase {
  func testCTC() throws {
    let (even, ragged) = ([[0.1, 0.9], [0.2, 0.8]], [[0.1, 0.9], [0.2]])
    let sentence = "time step 1 has 1 number for 2 classes"
    expect(sentence) { _ = try CTC.bestPath(ragged) }
    expect(sentence) { _ = try CTC.beamSearch(ragged) }
    expect(sentence) { _ = try CTC.logProbability(of: [1], ragged) }
    let blank = "the blank 7 is none of 2 classes"
    expect(blank) { _ = try CTC.bestPath(even, blank: 7) }
    expect(blank) { _ = try CTC.beamSearch(even, blank: 7) }
    expect(blank) { _ = try CTC.logProbability(of: [1], even, blank: 7) }
    expect("the label 5 is none of 2 classes, of which 0 is the blank") {
      _ = try CTC.logProbability(of: [5], even)
    }
    expect("the label 0 is none of 2 classes, of which 0 is the blank") {
      _ = try CTC.logProbability(of: [0], even)
    }
    expect("a beam search keeps 0 labellings; it keeps at least 1") {
      _ = try CTC.beamSearch(even, width: 0)
    }
    XCTAssertEqual(try CTC.bestPath([[Double]](), blank: 7), [])
  }

  func testLinearChains() throws {
    expect(
      "a chain of 2 tags has 2 × 2 transitions, and as many starts and ends as tags; got 2 × 2, "
        + "1 start and 2 ends"
    ) { _ = try LinearChain(transitions: [[0, 0], [0, 0]], start: [0], end: [0, 0]) }
    expect(
      "a chain of 2 tags has 2 × 2 transitions, and as many starts and ends as tags; got rows of "
        + "2, 1, 2 starts and 2 ends"
    ) { _ = try LinearChain(transitions: [[0, 0], [0]], start: [0, 0], end: [0, 0]) }
    var chain = try LinearChain(transitions: [[0, 0], [0, 0]], start: [0, 0], end: [0, 0])
    let emissions = [[1.0, 2], [2, 1]]
    expect("time step 1 has 3 emissions for 2 tags") {
      _ = try chain.bestTags([[1.0, 2], [1, 2, 3]])
    }
    expect("expected a tag for each of 2 time steps, got 1") {
      _ = try chain.logProbability(of: [1], emissions)
    }
    expect("expected tags from 0 to 1, got 2 for step 1") {
      _ = try chain.logProbability(of: [1, 2], emissions)
    }
    chain.start = []
    expect(
      "a chain of 2 tags has 2 × 2 transitions, and as many starts and ends as tags; got 2 × 2, "
        + "0 starts and 2 ends"
    ) { _ = try chain.bestTags(emissions) }
  }

  func testTensors() throws {
    expect("kernel has the shape 2 × 3, got 5 numbers") {
      _ = try Tensor(name: "kernel", shape: [2, 3], values: [1, 2, 3, 4, 5])
    }
    expect("kernel has the shape one number, got 0 numbers") {
      _ = try Tensor(name: "kernel", shape: [], values: [])
    }
    expect("kernel has the shape -1 × -1, got 1 number") {
      _ = try Tensor(name: "kernel", shape: [-1, -1], values: [1])
    }
    expect("kernel has the shape 9223372036854775807 × 2, got 1 number") {
      _ = try Tensor(name: "kernel", shape: [.max, 2], values: [1])
    }
    XCTAssertEqual(try Tensor(name: "nothing", shape: [0, .max], values: []).values, [])
  }

  // MARK: Windows of a text

  private func reader() -> Sequential {
    Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(3, returnSequences: true)
      Dense(5)
    }
  }

  private func trainer(_ model: Sequential, rows: Int = 2) throws -> Trainer {
    try Trainer(
      model: model, rows: rows, length: 3, optimizer: Adam(), clipNorm: nil, threads: 1)
  }

  func testModelsThatAreNoLanguageModels() throws {
    let sentence =
      "a language model reads symbols and predicts one after each: it begins with an Embedding, its "
      + "recurrent layers have returnSequences: true, and none looks at neighbours"
    for model in [
      try classifier(), Sequential(layers: [.input(Input(features: 2)), .dense(Dense(3))]),
    ] {
      expect(sentence) { _ = try trainer(model) }
      expect(sentence) { _ = try Evaluator(model: model, rows: 2, length: 3, threads: 1) }
      expect(sentence) { _ = try Predictor(model: model) }
    }
    expect(
      "the model does not know its inputs' size; begin with Input(features:)"
    ) { _ = try Predictor(model: forecaster()) }
    expect("windows of a text have at least 1 row, got 0") { _ = try trainer(reader(), rows: 0) }
    expect("windows of a text have at least 1 thread, got 0") {
      _ = try Evaluator(model: reader(), rows: 1, length: 3, threads: 0)
    }
  }

  func testWindowsAndStates() throws {
    let (trainer, model) = (try trainer(reader()), reader())
    expect("2 inputs and 4 targets for 2 rows of 2") {
      _ = try trainer.step(inputs: [0, 1], targets: [0, 1, 2, 3], time: 2)
    }
    expect("symbol 5 in a vocabulary of 5") {
      _ = try trainer.step(inputs: [0, 5], targets: [0, 1], time: 1)
    }
    expect("a window of 4 steps, made for 1 to 3") {
      _ = try trainer.step(inputs: [], targets: [], time: 4)
    }
    let evaluator = try Evaluator(model: model, rows: 1, length: 3, threads: 1)
    expect("target 5 among 5 classes") {
      _ = try evaluator.loss(inputs: [1], targets: [5], time: 1)
    }
    expect("the tensors of the training state have other names") {
      try trainer.restore([], stepCount: 1)
    }
    let other = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      GRU(3, returnSequences: true)
      Dense(5)
    }
    let (first, second) = (try Predictor(model: model), try Predictor(model: other))
    expect("the state is of another model: it has 3 numbers, expected 6 in the order of the layers")
    {
      try first.set(second.state)
    }
    var state = try reader().stepper().state
    state.vectors = [[[1, 2]]]
    expect("the state's vectors were set to [1 × 2], expected [1 × 3, 1 × 3]") {
      try reader().stepper().set(state)
    }
  }
}
