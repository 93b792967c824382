import Layers
import XCTest

/// Targets of another form than the loss and the model ask for.
final class TargetMistakeTests: MistakeCase {
  private let dense = "layer 2 (Dense) with sparseCategoricalCrossEntropy expected "

  func testOneHotClassesForTheSparseLoss() throws {
    let oneHot = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    expect(
      dense
        + "the number of a class for each example, got a sequence of integers for each example; "
        + "for a probability of each class there is categoricalCrossEntropy"
    ) { try classifier().fit(symbols, oneHot) }
    try classifier(.categoricalCrossEntropy).fit(symbols, oneHot)
    expect(
      dense
        + "the number of a class for each time step, got a sequence of vectors of 3 integers for "
        + "each example; for a probability of each class there is categoricalCrossEntropy"
    ) { try tagger().fit([[1, 2]], [[[1, 0, 0], [0, 1, 0]]]) }
    try tagger(.categoricalCrossEntropy).fit([[1, 2]], [[[1, 0, 0], [0, 1, 0]]])
  }

  func testNumbersOfClassesForTheCategoricalLoss() throws {
    expect(
      "layer 2 (Dense) gives one vector of 3 numbers; categoricalCrossEntropy expected as many "
        + "targets, got one integer an example; for the numbers of classes there is "
        + "sparseCategoricalCrossEntropy"
    ) { try classifier(.categoricalCrossEntropy).fit(symbols, [0, 1, 2, 0]) }
    expect(
      "layer 2 (Dense) gives one vector of 3 numbers; categoricalCrossEntropy expected as many "
        + "targets, got a sequence of integers for each example, the first with 2"
    ) {
      try classifier(.categoricalCrossEntropy).fit(symbols, [[1, 0], [0, 1], [0, 1], [1, 0]])
    }
    expect(
      "layer 2 (Dense) with categoricalCrossEntropy expected probabilities that sum to 1, got a sum "
        + "of 0.5 in example 0"
    ) { try classifier(.categoricalCrossEntropy).fit([[1]], [[0.5, 0, 0]]) }
  }

  func testLabelsCountedFromOne() {
    expect(dense + "classes from 0 to 2, got 3 in example 2; classes are counted from 0") {
      try classifier().fit(symbols, [1, 2, 3, 1])
    }
    expect(dense + "classes from 0 to 2, got 3 in example 0, step 2; classes are counted from 0") {
      try tagger().fit([[1, 2, 3]], [[1, 2, 3]])
    }
  }

  func testLabelsThatAreToBeIgnored() throws {
    let sentence =
      dense
      + "classes from 0 to 2, got -1 in example 0, step 1; SampleWeights.mask leaves a target "
      + "out"
    expect(sentence) { try tagger().fit([[1, 2, 3]], [[0, -1, 2]]) }
    try tagger().fit([[1, 2, 3]], [[0, 0, 2]], sampleWeights: .mask([[true, false, true]]))
  }

  /// Under a mask a target may be any number, as PyTorch's -100 is, and counts for nothing.
  func testLabelsThatAMaskLeavesOut() throws {
    func trained(_ target: Int, _ weights: SampleWeights) throws -> ([Double], [Tensor]) {
      let model = try tagger()
      try model.compile(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy])
      let x = [[1, 2, 3], [4, 2]]
      let history = try model.fit(x, [[0, target, 2], [1, 0]], epochs: 2, sampleWeights: weights)
      let scores: Scores = try model.evaluate(
        x, [[0, target, 2], [1, 0]], sampleWeights: weights)
      return (history["loss"] + history["accuracy"] + scores.values, try model.tensors)
    }
    let mask = SampleWeights.mask([[true, false, true], [true, true]])
    for weights in [mask, mask * .perClass([1, 2, 3])] {
      let wanted = try trained(0, weights)
      for target in [-1, -100, 255, .max] {
        let (figures, tensors) = try trained(target, weights)
        XCTAssertEqual(figures, wanted.0)
        XCTAssertEqual(tensors, wanted.1)
      }
    }
    expect(
      dense
        + "classes from 0 to 2, got -1 in example 1, step 1; SampleWeights.mask leaves a target out"
    ) {
      try tagger().fit([[1, 2, 3], [4, 2]], [[0, -1, 2], [1, -1]], sampleWeights: mask)
    }
  }

  /// Nor does a target count whose step the model's own mask leaves out.
  func testLabelsOfPadding() throws {
    func tagger() throws -> Sequential {
      let model = Sequential {
        Embedding(vocabularySize: 5, size: 4, masksZero: true)
        LSTM(6, returnSequences: true)
        Dense(3, activation: .softmax)
      }
      try model.compile(loss: .sparseCategoricalCrossEntropy)
      return model
    }
    let (one, other) = (try tagger(), try tagger())
    try one.fit([[1, 2, 0, 0], [3, 1, 4, 2]], [[0, 1, -1, -1], [0, 1, 2, 0]])
    try other.fit([[1, 2, 0, 0], [3, 1, 4, 2]], [[0, 1, 0, 0], [0, 1, 2, 0]])
    XCTAssertEqual(try one.tensors, try other.tensors)
    expect(
      dense
        + "classes from 0 to 2, got -1 in example 1, step 3; SampleWeights.mask leaves a target out"
    ) { try tagger().fit([[1, 2, 0, 0], [3, 1, 4, 2]], [[0, 1, -1, -1], [0, 1, 2, -1]]) }
  }

  func testFloatsForClasses() throws {
    expect(
      dense + "the number of a class for each example, got one number an example; classes are "
        + "integers, as Int($0) makes of them"
    ) { try classifier().fit(symbols, [0.0, 1, 2, 0]) }
    try classifier().fit(symbols, [0.0, 1, 2, 0].map { Int($0) })
  }

  func testATargetForEachExampleOfATagger() throws {
    expect(
      dense + "the number of a class for each time step, got one integer an example; for one an "
        + "example, leave returnSequences out of the last recurrent layer"
    ) { try tagger().fit(symbols, [0, 1, 2, 0]) }
    try classifier().fit(symbols, [0, 1, 2, 0])
    let values = Sequential {
      GRU(3, returnSequences: true)
      Dense(1)
    }
    try values.compile(loss: .meanSquaredError)
    expect(
      "layer 1 (Dense) gives 1 number a time step; meanSquaredError expected as many targets, got "
        + "one number an example; for one an example, leave returnSequences out of the last recurrent "
        + "layer"
    ) { try values.fit(series, [1.0, 2, 3, 4]) }
  }

  func testATargetForEachTimeStepOfAClassifier() throws {
    expect(
      dense
        + "the number of a class for each example, got a sequence of integers for each example; "
        + "for one a time step, give the last recurrent layer returnSequences: true"
    ) { try classifier().fit(symbols, [[0, 1, 2], [0, 1], [1, 1, 1], [2, 2]]) }
    try tagger().fit(symbols, [[0, 1, 2], [0, 1], [1, 1, 1], [2, 2]])
  }

  /// Keras's targets often have a last axis of one number.
  func testColumnsAreTakenForNumbers() throws {
    try classifier().fit(symbols, [[0], [1], [2], [0]])
    try tagger().fit([[1, 2]], [[[0], [1]]])
    XCTAssertEqual(
      try tagger().evaluate([[1, 2]], [[[0], [1]]]).loss,
      try tagger().evaluate([[1, 2]], [[0, 1]]).loss)
    try forecaster().fit(series, [[1.0], [2], [3], [4]])
  }

  func testPaddedTags() {
    expect(
      "layer 2 (Dense) expected a target for each time step: example 1 has 2 time steps and 3 targets"
    ) { try tagger().fit([[1, 2, 3], [3, 2]], [[0, 1, 2], [0, 1, 0]]) }
  }

  func testAnotherNumberOfTargets() {
    expect("layer 2 (Dense) expected a target for each of 4 examples, got 3") {
      try classifier().fit(symbols, [0, 1, 2])
    }
    expect(
      "layer 1 (Dense) gives one vector of 1 number; meanSquaredError expected as many targets, got a "
        + "sequence of numbers for each example, the first with 2"
    ) { try forecaster().fit(series, [[1.0, 2], [2, 3], [3, 4], [4, 5]]) }
  }

  func testLabelsOfABinaryLoss() throws {
    let model = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(loss: .binaryCrossEntropy)
    let with = "layer 2 (Dense) with binaryCrossEntropy expected targets from 0 to 1, got "
    expect(with + "-1 in example 0") { try model.fit(symbols, [-1, 1, -1, 1]) }
    expect(with + "2 in example 1") { try model.fit(symbols, [1, 2, 1, 2]) }
    try model.fit(symbols, [true, false, true, false])
  }

  func testNumbersThatAreNone() {
    expect("layer 1 (Dense) with meanSquaredError expected finite targets, got nan in example 0") {
      try forecaster().fit([[[1.0]]], [Double.nan])
    }
  }
}
