import XCTest

@testable import Layers

/// Losses of whole sequences, decoding, and models that are fed step by step.
final class SequenceMistakeTests: MistakeCase {
  private func listener(_ loss: Loss = .ctc()) throws -> Sequential {
    let model = Sequential {
      Input(features: 1)
      LSTM(3, returnSequences: true)
      Dense(4, activation: .softmax)
    }
    try model.compile(loss: loss)
    return model
  }

  private let dense = "layer 2 (Dense) with ctc expected "

  func testTargetsOfCTC() throws {
    expect(dense + "at least 4 time steps for 4 labels, got 3 in example 0") {
      try listener().fit([[1.0, 2, 3]], [[1, 2, 3, 1]])
    }
    expect(
      dense
        + "at least 5 time steps for 3 labels and a blank between each two alike, got 3 in example 0"
    ) { try listener().fit([[1.0, 2, 3]], [[1, 1, 1]]) }
    let labels = dense + "labels from 0 to 3 but for the blank, 0, got "
    expect(labels + "0 in example 0") { try listener().fit([[1.0, 2]], [[0, 1]]) }
    expect(labels + "-1 in example 0") { try listener().fit([[1.0, 2]], [[1, -1]]) }
    expect(labels + "4 in example 0") { try listener().fit([[1.0, 2]], [[1, 4]]) }
    try listener(.ctc(blank: 3)).fit([[1.0, 2]], [[0, 1]])
    expect(dense + "a blank from 0 to 3, got ctc(blank: -1)") { _ = try listener(.ctc(blank: -1)) }
    expect(
      "layer 2 (Dense) with ctc expected a sequence of integers for each example, got a sequence of "
        + "numbers for each example"
    ) { try listener().fit([[1.0, 2]], [[1.0, 2]]) }
    expect(dense + "an output for each time step of a sequence, got one vector of 3 numbers") {
      try classifier().compile(loss: .ctc())
    }
    expect("a beam search keeps 0 labellings; it keeps at least 1") {
      _ = try listener().predictLabels([[1.0, 2]], decoding: .beam(width: 0))
    }
  }

  func testCRF() throws {
    func compile(_ loss: Loss, @LayerBuilder _ end: () -> [Layer]) throws -> Sequential {
      let model = Sequential(
        layers: [
          .embedding(Embedding(vocabularySize: 5, size: 3)),
          .lstm(LSTM(4, returnSequences: true)),
        ] + end())
      try model.compile(loss: loss)
      return model
    }
    expect(
      "layer 2 (CRF) expected 3 numbers a time step, got 4 numbers a time step from layer 1 (LSTM); put "
        + "Dense(3) before it"
    ) { _ = try compile(.crf) { CRF(3) } }
    expect(
      "layer 3 (CRF) expected scores of any size, got the softmax of layer 2 (Dense); leave that "
        + "activation out"
    ) {
      _ = try compile(.crf) {
        Dense(3, activation: .softmax)
        CRF(3)
      }
    }
    let model = try compile(.crf) {
      Dense(3)
      CRF(3)
    }
    expect("layer 3 (CRF) with crf expected tags from 0 to 2, got 3 for step 2 in example 0") {
      try model.fit([[1, 2, 3]], [[0, 1, 3]])
    }
    expect(
      "layer 3 (CRF) expected the loss crf, which its transitions learn by, got "
        + "sparseCategoricalCrossEntropy; take that, or leave the CRF out"
    ) { try model.compile(loss: .sparseCategoricalCrossEntropy) }
    expect(
      "the model has 0 outputs from a CRF, and one is needed; let it end in CRF(…)"
    ) { _ = try tagger().predictTags(symbols) }
  }

  func testPointers() throws {
    func pointer(_ activation: ActivationFunction) throws -> Sequential {
      let model = Sequential {
        Embedding(vocabularySize: 5, size: 3)
        LSTM(3, returnSequences: true)
        Dense(1, activation: activation)
      }
      try model.compile(loss: .pointer)
      return model
    }
    expect("layer 2 (Dense) with pointer expected places from 0 to 1, got 2 in example 1") {
      try pointer(.linear).fit(symbols, [0, 2, 1, 0])
    }
    expect(
      "layer 2 (Dense) has the softmax of one number, which is always 1; leave the activation out"
    ) { _ = try pointer(.softmax) }
  }

  func testSteppers() throws {
    let both = Sequential {
      Embedding(vocabularySize: 5, size: 3)
      Bidirectional(LSTM(3))
    }
    expect(
      "layer 1 (Bidirectional) reads time steps that are yet to come, and cannot be fed one at a time; "
        + "put a layer that reads forwards in its place, or give its input whole, by stepper(stepping:)"
    ) { _ = try both.stepper() }
    let stepper = try classifier().stepper()
    try stepper.begin(rows: 2)
    expect("input 0 expected a step for each of 2 rows, got 1") { _ = try stepper.step([1]) }
    expect("input 0 expected symbols from 0 to 4, got 9 in row 1") { _ = try stepper.step([1, 9]) }
    expect("input 0 expected a symbol in each row, got vectors") {
      _ = try stepper.step([[1], [2]])
    }
    expect("a stepper has 0 rows; it has at least 1") { try stepper.begin(rows: 0) }
  }

  func testBeams() throws {
    let stepper = try classifier().stepper()
    func search(_ search: BeamSearch) throws { _ = try search.decode(stepper, begin: 1) }
    expect("a beam search keeps 0 sequences; it keeps at least 1") {
      try search(BeamSearch(width: 0, end: 0, longest: 4))
    }
    expect("a beam search ends after 0 symbols; it needs at least 1") {
      try search(BeamSearch(width: 2, end: 0, longest: 0))
    }
    expect(
      "a beam search ends with the symbol 3, got probabilities of 3 symbols, counted from 0"
    ) { try search(BeamSearch(width: 2, end: 3, longest: 4)) }
    try search(BeamSearch(width: 2, end: 2, longest: 4))
  }
}
