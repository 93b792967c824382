import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Losses of whole sequences: which outputs they see, what they are divided by, and what is said of
/// targets that do not fit. The pointer stands for all.
final class SequenceLossTests: XCTestCase {
  private var generator = SeededGenerator(seed: 4)

  /// Three sequences of six, two and four time steps, some of them masked amid the others.
  private func window(_ network: GraphNetwork<Double>) -> GraphWindow<Double> {
    var part = GraphWindow<Double>.Part(time: 6)
    part.symbols = [1, 2, 0, 3, 1, 2, 3, 1, 0, 0, 0, 0, 0, 1, 1, 2, 0, 0]
    part.lengths = [6, 2, 4]
    var window = GraphWindow<Double>(rows: 3, parts: [part])
    window.targets = [.sequences([[4, 0], [1, 1], [3, 2]])]
    return window
  }

  private func network() throws -> GraphNetwork<Double> {
    let symbols = Input.symbols()
    let embed = Embedding(vocabularySize: 4, size: 3, masksZero: true)
    let states = GRU(3, returnSequences: true)(embed(symbols))
    let graph = try BuiltGraph(inputs: [symbols], outputs: [Dense(2)(states)]).graph
    return try GraphNetwork<Double>(graph).measured(by: [.pointer])
  }

  func testGradientsWithMasks() throws {
    let network = try network()
    let parameters = network.initialParameters(seed: 3)
    for index in parameters.values.indices {
      parameters.values[index] += generator.uniform(in: -0.5...0.5)
    }
    let window = window(network)
    let batch = ShardedGraph(
      network, parameters: parameters, rows: 3, lengths: [6], training: true, threads: 1)
    func run(backward: Bool) -> Double {
      batch.parametersChanged()
      let score = batch.run(
        window,
        ShardedGraph<Double>.Task(
          objectives: [Objective(loss: .pointer)], weights: [1], backward: backward))[0]
      XCTAssertEqual(score.count, 3)
      return score.loss / 3
    }
    _ = run(backward: true)
    let gradients = Array(batch.shards[0].gradients.values)
    expectGradients(
      gradients, of: parameters, network.layout, "", file: #filePath, line: #line
    ) { run(backward: false) }
  }

  /// By the definition, from what the network gives at the steps that count.
  func testThePointerIsASoftmaxOverTheStepsThatCount() throws {
    let network = try network()
    let window = window(network)
    let parameters = network.initialParameters(seed: 3)
    let batch = ShardedGraph(
      network, parameters: parameters, rows: 3, lengths: [6], training: false, threads: 1)
    let outputs = batch.outputs(window)[0]
    let counting = [[0, 1, 3, 4, 5], [0, 1], [1, 2, 3]]
    let targets = [[4, 0], [1, 1], [3, 2]]
    var (loss, correct) = (0.0, 0.0)
    for row in 0..<3 {
      for column in 0..<2 {
        let scores = counting[row].map { outputs[(row * 6 + $0) * 2 + column] }
        let target = counting[row].firstIndex(of: targets[row][column])!
        loss += Double.log(scores.reduce(0) { $0 + Double.exp($1) }) - scores[target]
        if scores[target] == scores.max() { correct += 1 }
      }
    }
    let score = batch.run(
      window,
      ShardedGraph<Double>.Task(
        objectives: [Objective(loss: .pointer, metrics: [.accuracy])], weights: [1]))[0]
    XCTAssertEqual(score.loss, loss, accuracy: 1e-12)
    XCTAssertEqual(
      score.sums.values(Objective(loss: .pointer, metrics: [.accuracy])), [correct / 6])
  }

  /// Where is the largest number? Sequences of any lengths, in batches of 40: several shards.
  func testPointersLearnAndDoNotDependOnThreads() throws {
    var (x, places): ([[Double]], [[Int]]) = ([], [])
    for _ in 0..<160 {
      let numbers = (0..<3 + generator.integer(below: 6)).map { _ in generator.uniform() }
      x.append(numbers)
      places.append([numbers.firstIndex(of: numbers.max()!)!])
    }
    var weights: [[[Float]]] = []
    for threads in [1, 2, 5] {
      let numbers = Input.sequence(features: 1)
      let states = Bidirectional(GRU(8, returnSequences: true))(numbers)
      let model = try Model(inputs: numbers, outputs: Dense(1)(states), seed: 1)
      try model.compile(
        loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
      let history = try model.fit(x, places, epochs: 12, batchSize: 40, threads: threads)
      XCTAssertGreaterThan(history["accuracy"].last!, 0.8)
      weights.append(model.tensors.map(\.values))
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])
  }

  func testMessages() throws {
    let x = Input.sequence(features: 1)
    let states = GRU(2, returnSequences: true)(x)
    let model = try Model(inputs: x, outputs: Dense(2)(states))
    let vector = try Model(inputs: x, outputs: Dense(2)(GRU(2)(x)))
    XCTAssertEqual(
      message { try vector.compile(loss: .pointer) },
      "layer 1 (Dense) with pointer expected an output for each time step of a sequence, got one "
        + "vector of 2 numbers")
    XCTAssertEqual(
      message { try model.compile(loss: .pointer, metrics: [.meanAbsoluteError]) },
      "pointer is measured by accuracy, not by mae")
    try model.compile(loss: .pointer)
    let label = "layer 1 (Dense)"
    for (targets, sentence) in [
      ([[0, 1]], "\(label) expected a target for each of 2 examples, got 1"),
      (
        [[0, 1], [0]],
        "\(label) with pointer expected 2 places, one for each output, got 1 in example 1"
      ),
      (
        [[0, 1], [0, 3]], "\(label) with pointer expected places from 0 to 2, got 3 in example 1"
      ),
      (
        [[-1, 1], [0, 2]], "\(label) with pointer expected places from 0 to 1, got -1 in example 0"
      ),
    ] {
      XCTAssertEqual(message { try model.fit([[1.0, 2], [1, 2, 3]], targets) }, sentence)
    }
    XCTAssertEqual(
      message { try model.fit([[1.0, 2], [1, 2, 3]], [[0.0, 1], [1, 2]]) },
      "\(label) with pointer expected a sequence of integers for each example, got a sequence of "
        + "numbers for each example")
  }

  func testLossesInFiles() throws {
    let losses: [Loss] = [.meanSquaredError, .pointer, .sparseCategoricalCrossEntropy]
    let data = try JSONEncoder().encode(losses)
    XCTAssertEqual(
      String(decoding: data, as: UTF8.self),
      #"["meanSquaredError","pointer","sparseCategoricalCrossEntropy"]"#)
    XCTAssertEqual(try JSONDecoder().decode([Loss].self, from: data), losses)
    XCTAssertThrowsError(try JSONDecoder().decode([Loss].self, from: Data(#"["mse"]"#.utf8)))
  }
}
