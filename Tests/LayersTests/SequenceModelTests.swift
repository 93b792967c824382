import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Models that are trained on whole sequences: what they learn, whatever the number of threads, what
/// they say, and what is said of examples that do not fit.
final class SequenceModelTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch { return "\(error)" }
  }

  // MARK: CTC

  /// Symbols that each last two to four steps, with noise, and the symbols alone as targets.
  private func stretched(_ count: Int) -> (x: [[[Double]]], y: [[Int]]) {
    var (x, y): ([[[Double]]], [[Int]]) = ([], [])
    for _ in 0..<count {
      let labels = (0..<1 + below(4)).map { _ in 1 + below(3) }
      var steps: [[Double]] = []
      for label in labels {
        steps += (0..<2 + below(3)).map { _ in (1...3).map { $0 == label ? 1 : 0 } }
        // Silence, so that two like each other can be told from one that lasts.
        steps += (0..<1 + below(2)).map { _ in [0, 0, 0] }
      }
      x.append(steps.map { $0.map { $0 + 0.1 * generator.normal() } })
      y.append(labels)
    }
    return (x, y)
  }

  private func listener() throws -> Model {
    let sound = Input.sequence(features: 3)
    let states = Bidirectional(GRU(12, returnSequences: true))(sound)
    let model = try Model(inputs: sound, outputs: Dense(4, activation: .softmax)(states), seed: 1)
    try model.compile(
      loss: .ctc(), optimizer: .adam(learningRate: 0.02), metrics: [.accuracy, .labelErrorRate])
    return model
  }

  func testListening() throws {
    let (x, y) = stretched(200)
    var weights: [[[Float]]] = []
    var last: Model?
    for threads in [1, 2, 5] {
      let model = try listener()
      let history = try model.fit(x, y, epochs: 12, batchSize: 40, threads: threads)
      XCTAssertLessThan(history["label_error_rate"].last!, 0.02)
      weights.append(model.tensors.map(\.values))
      last = model
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])

    let model = last!
    let (unseen, said) = stretched(50)
    let labels = try model.predictLabels(unseen)
    let scores = try model.scores(unseen, said)
    XCTAssertEqual(
      scores[1], Double(zip(labels, said).count { $0 == $1 }) / 50, accuracy: 1e-12)
    let edits = zip(labels, said).reduce(0) { $0 + editDistance($1.0, $1.1) }
    XCTAssertEqual(
      scores[2], Double(edits) / Double(said.reduce(0) { $0 + $1.count }), accuracy: 1e-12)
    XCTAssertLessThan(scores[2], 0.05)
    // The loss is what the public function says of what the model gives.
    let given = try model.predictSequences(unseen)
    let mean =
      zip(given, said).reduce(0) {
        $0 - CTC.logProbability(of: $1.1, $1.0.map { row in row.map { log($0) } })
      } / 50
    XCTAssertEqual(scores[0], mean, accuracy: 1e-4 * mean)
    let beams = try model.predictLabels(unseen, decoding: .beam(width: 8))
    XCTAssertEqual(
      beams,
      given.map { CTC.beamSearch($0.map { $0.map { log($0) } }, width: 8)[0].labels })
  }

  func testTheBlankThatAModelWasCompiledWith() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(inputs: x, outputs: Dense(3)(x))
    // The class 2 is the likeliest everywhere, 0 the next.
    try model.setTensors([
      Tensor(name: "0.dense.weights", shape: [1, 3], values: [0, 0, 0]),
      Tensor(name: "0.dense.bias", shape: [3], values: [1, 0, 2]),
    ])
    let steps: [[[Float]]] = [[[1], [2]], [[1]]]
    XCTAssertEqual(try model.predictLabels(steps), [[2], [2]])
    try model.compile(loss: .ctc(blank: 2))
    XCTAssertEqual(try model.predictLabels(steps), [[], []])
    XCTAssertEqual(try model.predictLabels(steps, blank: 1), [[2], [2]])
  }

  // MARK: CRF

  /// Letters, and for each a tag: that of a 1 hangs on the letter that comes next.
  private func tagged(_ count: Int) -> (x: [[Int]], y: [[Int]]) {
    let x = (0..<count).map { _ in (0..<3 + below(6)).map { _ in 1 + below(3) } }
    let y = x.map { letters in
      letters.indices.map { place -> Int in
        if letters[place] != 1 { return 0 }
        return place + 1 < letters.count && letters[place + 1] == 2 ? 2 : 1
      }
    }
    return (x, y)
  }

  private func tagger() throws -> Model {
    let letters = Input.symbols()
    let embed = Embedding(vocabularySize: 4, size: 6, masksZero: true)
    let states = Bidirectional(LSTM(8, returnSequences: true))(embed(letters))
    let model = try Model(inputs: letters, outputs: CRF(3)(Dense(3)(states)), seed: 1)
    try model.compile(loss: .crf, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    return model
  }

  func testTagging() throws {
    let (x, y) = tagged(200)
    var weights: [[[Float]]] = []
    var last: Model?
    for threads in [1, 2, 5] {
      let model = try tagger()
      let history = try model.fit(x, y, epochs: 8, batchSize: 40, threads: threads)
      XCTAssertGreaterThan(history["accuracy"].last!, 0.99)
      weights.append(model.tensors.map(\.values))
      last = model
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])

    let model = last!
    let (unseen, wanted) = tagged(50)
    let tags = try model.predictTags(unseen)
    let right = zip(tags.joined(), wanted.joined()).count { $0 == $1 }
    let scores = try model.scores(unseen, wanted)
    XCTAssertEqual(scores[1], Double(right) / Double(wanted.joined().count), accuracy: 1e-12)
    XCTAssertGreaterThan(scores[1], 0.97)
    // The loss and the tags are those of the chain on the emissions.
    let (chain, emissions) = (try model.linearChain(), try model.predictSequences(unseen))
    XCTAssertEqual(tags, emissions.map { chain.bestTags($0).tags })
    let mean = zip(emissions, wanted).reduce(0) { $0 - chain.logProbability(of: $1.1, $1.0) } / 50
    XCTAssertEqual(scores[0], mean, accuracy: 1e-4)
    // What was learnt: the 1 before a 2 is never followed by another tag than 0.
    XCTAssertGreaterThan(chain.transitions[2][0], chain.transitions[2][1])
  }

  /// A mask's steps get no tag, and a tag that stands there is not looked at.
  func testTagsOfStepsThatCount() throws {
    let model = try tagger()
    XCTAssertEqual(
      try model.predictTags([[1, 2, 0, 3, 0], [1]]), try model.predictTags([[1, 2, 3], [1]]))
    XCTAssertEqual(
      try model.evaluate([[1, 2, 0, 3]], [[2, 0, -100, 0]]).loss,
      try model.evaluate([[1, 2, 3]], [[2, 0, 0]]).loss, accuracy: 1e-6)
  }

  func testATaggerComesBackFromAFile() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("tagger-\(ProcessInfo.processInfo.processIdentifier).safetensors")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let model = try tagger()
    let (x, y) = tagged(40)
    try model.fit(x, y, epochs: 2)
    XCTAssertEqual(
      model.tensors.suffix(3).map(\.name), ["3.crf.transitions", "3.crf.start", "3.crf.end"])
    XCTAssertEqual(model.tensors.suffix(3).map(\.shape), [[3, 3], [3], [3]])
    XCTAssertTrue(model.tensors.suffix(3).allSatisfy { $0.values.contains { $0 != 0 } })
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    XCTAssertEqual(read.tensors, model.tensors)
    XCTAssertEqual(try read.predictTags(x), try model.predictTags(x))
    XCTAssertEqual(read.summaryTable, model.summaryTable)
  }

  // MARK: Sequential

  /// Bit for bit what the graph of the same layers learns and says.
  func testSequentialsAreGraphs() throws {
    let (x, y) = tagged(60)
    let tagger = Sequential(seed: 1) {
      Embedding(vocabularySize: 4, size: 6, masksZero: true)
      Bidirectional(LSTM(8, returnSequences: true))
      Dense(3)
      CRF(3)
    }
    let (sounds, said) = stretched(60)
    let listener = Sequential(seed: 1) {
      Bidirectional(GRU(12, returnSequences: true))
      Dense(4, activation: .softmax)
    }
    try tagger.compile(loss: .crf, metrics: [.accuracy])
    try listener.compile(loss: .ctc(blank: 0), metrics: [.labelErrorRate])
    let input = try Model(tagger)
    try input.compile(loss: .crf, metrics: [.accuracy])
    XCTAssertEqual(try tagger.fit(x, y, epochs: 3), try input.fit(x, y, epochs: 3))
    XCTAssertEqual(try tagger.predictTags(x), try input.predictTags(x))
    XCTAssertEqual(try tagger.linearChain(), try input.linearChain())
    try listener.fit(sounds, said, epochs: 3)
    let heard = try listener.predictLabels(sounds)
    XCTAssertEqual(heard, try Model(listener).predictLabels(sounds))
    XCTAssertEqual(
      heard, try listener.predictSequences(sounds).map { CTC.bestPath($0) })
    XCTAssertEqual(
      message { try listener.compile(loss: .crf) },
      "layer 1 (Dense) with crf expected a CRF to hold the transitions; put CRF(4) behind it")
    XCTAssertEqual(
      message { try tagger.compile(loss: .sparseCategoricalCrossEntropy) },
      "layer 3 (CRF) expected the loss crf, which its transitions learn by, got "
        + "sparseCategoricalCrossEntropy; take that, or leave the CRF out")
    XCTAssertEqual(
      message { try Sequential { GRU(3) }.compile(loss: .ctc()) },
      "layer 0 (GRU) with ctc expected an output for each time step of a sequence, got one vector of "
        + "3 numbers")
  }

  // MARK: Pointers

  /// Where does the first symbol come again? Anywhere will do.
  func testPointingAtAWordThatStandsThereTwice() throws {
    var (x, places): ([[Int]], [[Int]]) = ([], [])
    for _ in 0..<200 {
      let letters = (0..<4 + below(5)).map { _ in 1 + below(3) }
      let again = letters.indices.filter { $0 > 0 && letters[$0] == letters[0] }
      if again.isEmpty { continue }
      x.append(letters)
      places.append(again)
    }
    let letters = Input.symbols()
    let read = Bidirectional(GRU(12, returnSequences: true))
    let states = read(Embedding(vocabularySize: 4, size: 6)(letters))
    let model = try Model(inputs: letters, outputs: Dense(1)(states), seed: 1)
    try model.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let history = try model.fit(x, places, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.97)
    XCTAssertLessThan(history["loss"].last!, 0.15)
  }

  /// Each letter points to where its like comes first, by the weights of an attention.
  func testPointingByAttention() throws {
    let x = (0..<150).map { _ in (0..<3 + below(5)).map { _ in 1 + below(4) } }
    let places = x.map { letters in letters.map { letters.firstIndex(of: $0)! } }
    var weights: [[[Float]]] = []
    for threads in [1, 2, 5] {
      let model = try firstPointer()
      let history = try model.fit(x, places, epochs: 15, batchSize: 40, threads: threads)
      XCTAssertGreaterThan(history["accuracy"].last!, 0.97)
      XCTAssertLessThan(history["loss"].last!, history["loss"][0] / 5)
      weights.append(model.tensors.map(\.values))
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])
  }

  private func firstPointer() throws -> Model {
    let letters = Input.symbols()
    let embedded = Embedding(vocabularySize: 6, size: 8, masksZero: true)(letters)
    let states = Bidirectional(GRU(12, returnSequences: true))(embedded)
    let (_, pointing) = Attention().withWeights(
      query: Dense(16)(states), value: states, key: Dense(16)(states))
    let model = try Model(inputs: letters, outputs: pointing, seed: 1)
    try model.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    return model
  }

  /// The loss of any of several places is that of the sum of their weights.
  func testAttentionMayPointToAnyOfSeveral() throws {
    let model = try firstPointer()
    let x = [[1, 2, 0, 3], [4, 5]]
    let given = try model.predictAll(x)[0].sequences
    XCTAssertEqual(given.map { $0.map(\.count) }, [[4, 4, 4, 4], [2, 2]])
    let places = [[[0, 3], [1, 1], [0, 0], [3, 1]], [[0, 0], [1, 0]]]
    // The masked step asks for nothing.
    let wanted = [(0, 0, [0, 3]), (0, 1, [1]), (0, 3, [1, 3]), (1, 0, [0]), (1, 1, [0, 1])]
    let loss = wanted.reduce(0.0) { sum, step in
      sum - log(step.2.reduce(0.0) { $0 + Double(given[step.0][step.1][$1]) })
    }
    XCTAssertEqual(try model.evaluate(x, places).loss, loss / 2, accuracy: 1e-5)
  }

  // MARK: Messages

  func testPlacesThatDoNotFit() throws {
    let model = try firstPointer()
    let x = [[1, 2, 0, 3], [4, 5]]
    let label = "layer 5 (AttentionWeights)"
    for (targets, sentence) in [
      ([[0, 0, 0, 0]], "\(label) expected a target for each of 2 examples, got 1"),
      (
        [[0, 0, 0, 0], [0]],
        "\(label) expected a target for each time step: example 1 has 2 time steps and 1 target"
      ),
      (
        [[0, 0, 0, 4], [0, 0]],
        "\(label) with pointer expected places from 0 to 3, got 4 for step 3 in example 0"
      ),
      (
        [[0, 0, 0, 2], [0, 0]],
        "\(label) with pointer expected places that are not padding, got 2 for step 3 in example 0"
      ),
    ] {
      XCTAssertEqual(message { try model.fit(x, targets) }, sentence)
    }
    XCTAssertEqual(
      message { try model.fit(x, [[0.0, 0, 0, 0], [0, 0]]) },
      "\(label) with pointer expected places, which are integers, for each time step, got a sequence "
        + "of numbers for each example")
  }

  func testWhatCTCCannotLearn() throws {
    let x = Input.sequence(features: 1)
    let model = try Model(inputs: x, outputs: Dense(3)(x))
    XCTAssertEqual(
      message { try model.compile(loss: .ctc(blank: 3)) },
      "layer 0 (Dense) with ctc expected a blank from 0 to 2, got ctc(blank: 3)")
    XCTAssertEqual(
      message { try Model(inputs: x, outputs: Dense(3)(GRU(2)(x))).compile(loss: .ctc()) },
      "layer 1 (Dense) with ctc expected an output for each time step of a sequence, got one vector "
        + "of 3 numbers")
    XCTAssertEqual(
      message { try Model(inputs: x, outputs: Dense(1)(x)).compile(loss: .ctc()) },
      "layer 0 (Dense) with ctc expected an output for each label and one for the blank, got 1")
    XCTAssertEqual(
      message {
        try Model(inputs: x, outputs: Dense(3, activation: .tanh)(x)).compile(loss: .ctc())
      },
      "layer 0 (Dense) with ctc expected the activation softmax, or none for logits, got tanh")
    XCTAssertEqual(
      message { try model.compile(loss: .ctc(), metrics: [.perplexity]) },
      "ctc is measured by accuracy or labelErrorRate, not by perplexity")
    XCTAssertEqual(
      message { try model.compile(loss: .meanSquaredError, metrics: [.labelErrorRate]) },
      "labelErrorRate is for ctc, whose targets have other lengths, not meanSquaredError")
    try model.compile(loss: .ctc())
    let steps: [[Double]] = [[1, 2, 3], [4, 5]]
    let label = "layer 0 (Dense) with ctc expected"
    for (targets, sentence) in [
      ([[1, 2], [0]], "\(label) labels from 0 to 2 but for the blank, 0, got 0 in example 1"),
      ([[1, 3], [1]], "\(label) labels from 0 to 2 but for the blank, 0, got 3 in example 0"),
      ([[-1], [1]], "\(label) labels from 0 to 2 but for the blank, 0, got -1 in example 0"),
      ([[1], [1, 2, 1]], "\(label) at least 3 time steps for 3 labels, got 2 in example 1"),
      (
        [[1, 2, 2], []],
        "\(label) at least 4 time steps for 3 labels and a blank between each two alike, got 3 in "
          + "example 0"
      ),
      ([[1, 2, 1], [2]], "no error"),
    ] {
      XCTAssertEqual(message { try model.fit(steps, targets) }, sentence)
    }
    XCTAssertEqual(
      message { try model.fit(steps, [[1.0], [2]]) },
      "\(label) a sequence of integers for each example, got a sequence of numbers for "
        + "each example")
  }

  /// Of four steps, a mask leaves two.
  func testStepsThatAMaskLeavesOutDoNotCount() throws {
    let x = Input.symbols()
    let embedded = Embedding(vocabularySize: 4, size: 2, masksZero: true)(x)
    let model = try Model(inputs: x, outputs: Dense(3)(embedded))
    try model.compile(loss: .ctc())
    XCTAssertEqual(
      message { try model.fit([[1, 0, 0, 2]], [[1, 2, 1]]) },
      "layer 1 (Dense) with ctc expected at least 3 time steps for 3 labels, got 2 in example 0")
    let pointer = try Model(inputs: x, outputs: Dense(1)(embedded))
    try pointer.compile(loss: .pointer)
    XCTAssertEqual(
      message { try pointer.fit([[1, 0, 0, 2]], [[2, 3]]) },
      "layer 1 (Dense) with pointer expected places that are not padding, got 2 in example 0")
    XCTAssertEqual(
      message { try pointer.fit([[1, 2]], [[Int]()]) },
      "layer 1 (Dense) with pointer expected at least one place, got none in example 0")
    XCTAssertEqual(
      message { try pointer.fit([[1, 2]], [[1, 1]]) },
      "layer 1 (Dense) with pointer expected places that differ in example 0")
  }

  func testWhatACRFCannotLearn() throws {
    let x = Input.sequence(features: 2)
    let plain = try Model(inputs: x, outputs: Dense(3)(x))
    XCTAssertEqual(
      message { try plain.compile(loss: .crf) },
      "layer 0 (Dense) with crf expected a CRF to hold the transitions; put CRF(3) behind it")
    let model = try Model(inputs: x, outputs: CRF(3)(Dense(3)(x)))
    XCTAssertEqual(
      message { try model.compile(loss: .sparseCategoricalCrossEntropy) },
      "layer 1 (CRF) expected the loss crf, which its transitions learn by, got "
        + "sparseCategoricalCrossEntropy; take that, or leave the CRF out")
    XCTAssertEqual(
      message { try model.compile(loss: .crf, metrics: [.meanAbsoluteError]) },
      "crf is measured by accuracy, not by mae")
    try model.compile(loss: .crf)
    let steps: [[[Double]]] = [[[1, 2], [3, 4]], [[5, 6]]]
    XCTAssertEqual(
      message { try model.fit(steps, [[0, 1], [3]]) },
      "layer 1 (CRF) with crf expected tags from 0 to 2, got 3 for step 0 in example 1")
    XCTAssertEqual(
      message { try model.fit(steps, [[0], [1]]) },
      "layer 1 (CRF) expected a target for each time step: example 0 has 2 time steps and 1 target")
    XCTAssertEqual(
      message { _ = try plain.predictTags(steps) },
      "the model has 0 outputs from a CRF, and one is needed; let it end in CRF(…)")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(3)(Dense(4)(x))) },
      "layer 1 (CRF) expected 3 numbers a time step, got 4 numbers a time step from layer 0 (Dense); "
        + "put Dense(3) before it")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(3)(GRU(3)(x))) },
      "layer 1 (CRF) expected 3 numbers a time step, got one vector of 3 numbers from layer 0 (GRU): "
        + "give that one returnSequences: true")
    XCTAssertEqual(
      message { _ = try Model(inputs: x, outputs: CRF(0)(x)) },
      "layer 0 (CRF) has a size of 0; sizes are positive and at most 16,777,216")
  }

  func testLossesInFiles() throws {
    let losses: [Loss] = [.ctc(), .ctc(blank: 3), .crf]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(losses)
    XCTAssertEqual(
      String(decoding: data, as: UTF8.self), #"["ctc",{"blank":3,"name":"ctc"},"crf"]"#)
    XCTAssertEqual(try JSONDecoder().decode([Loss].self, from: data), losses)
  }
}
