import Foundation
import XCTest

@testable import Layers

/// Layers that training leaves as they are.
final class FreezingTests: XCTestCase {
  private let symbols = [[1, 2, 3], [4, 0], [5, 5, 1, 2], [3]]
  private let targets = [[0.5, 1], [0, 1], [1, 0.25], [0.75, 0]]

  private var path = ""

  override func setUp() {
    path = NSTemporaryDirectory() + "options-\(UUID().uuidString).safetensors"
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: path) }

  /// With moments, decay and penalties from before, in both kinds of model and a shared layer.
  func testFrozenLayersStayAsTheyAre() throws {
    let embed = Embedding(vocabularySize: 6, size: 3, l2: 0.1)
    let (memory, head) = (GRU(3, kernelL2: 0.1), Dense(2))
    let (x, y) = (Input.symbols(), Input.symbols())
    let both = Add()(memory(embed(x)), memory(Dense(3)(embed(y))))
    let model = try Model(inputs: [x, y], outputs: [head(both)])
    try model.compile(loss: .meanSquaredError, optimizer: .adamW(weightDecay: 0.1))
    func change(_ layers: Set<Int>) throws {
      let before = model.tensors
      try model.fit((symbols, symbols), targets, epochs: 2, threads: 1)
      for (old, new) in zip(before, model.tensors) {
        let isFrozen = layers.contains { old.name.hasPrefix("\($0).") }
        XCTAssertEqual(old == new, isFrozen, old.name)
      }
    }
    try change([])
    try model.freeze(memory)
    try change([1])
    try model.freeze(0)
    XCTAssertEqual(model.frozenLayers, [0, 1])
    try change([0, 1])
    try model.unfreeze(0, 1)
    try change([])
  }

  func testFrozenLayersOfASequential() throws {
    for vocabulary in [6, 40_000] {
      let model = Sequential(seed: 9) {
        Embedding(vocabularySize: vocabulary, size: 3)
        LSTM(3)
        Dense(2)
      }
      try model.compile(loss: .meanSquaredError, optimizer: .adamW(weightDecay: 0.1))
      for frozen in [[], [0], [1], [0, 1]] {
        for index in frozen { try model.freeze(index) }
        let before = try model.tensors
        try model.fit(symbols, targets, epochs: 2, threads: 1)
        for (old, new) in zip(before, try model.tensors) {
          let isFrozen = frozen.contains { old.name.hasPrefix("\($0).") }
          XCTAssertEqual(old == new, isFrozen, old.name)
        }
        for index in frozen { try model.unfreeze(index) }
      }
    }
  }

  /// What is frozen has no part in the norm, and the rest moves as if it were a constant.
  func testFrozenLayersHaveNoGradient() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 6, size: 3)
    let model = try Model(inputs: x, outputs: Dense(2)(LSTM(3)(embed(x))))
    try model.freeze(0)
    let network = model.network.freezing(
      ParameterRules(model.network.layout, frozen: model.frozenLayers))
    XCTAssertEqual(network.values.map(\.needsGradient), [false, false, true, true, true])
    let other = model.network.freezing(ParameterRules(model.network.layout, frozen: [1]))
    XCTAssertEqual(other.values.map(\.needsGradient), [false, true, true, true, true])
  }

  /// A layer is known by itself: a copy of the value is the layer, another of the same settings is not.
  func testACopiedLayerIsTheSame() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 6, size: 3)
    let model = try Model(inputs: x, outputs: Dense(2)(LSTM(3)(embed(x))))
    let copy = embed
    try model.freeze(copy)
    XCTAssertEqual(model.frozenLayers, [0])
    XCTAssertThrowsError(try model.freeze(Embedding(vocabularySize: 6, size: 3)))
    try model.unfreeze(copy)
    XCTAssertEqual(model.frozenLayers, [])
    XCTAssertThrowsError(try model.unfreeze(Embedding(vocabularySize: 6, size: 3)))
  }

  /// A large table, whose rows move only when they are read, in a graph: moments from before do not move
  /// it either, and the rest learns what it learns with a small one.
  func testALargeFrozenTableInFit() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 40_000, size: 3, l2: 0.1)
    let model = try Model(inputs: x, outputs: Dense(2)(LSTM(3)(embed(x))))
    try model.compile(loss: .meanSquaredError, optimizer: .adamW(weightDecay: 0.1))
    try model.fit(symbols, targets, epochs: 2, threads: 1)
    try model.freeze(embed)
    let before = model.tensors
    let histories = try [1, 2, 5].map { threads in
      try model.setTensors(before)
      try model.save(to: path)
      return try Model(contentsOf: path).fit(symbols, targets, epochs: 3, threads: threads)
    }
    XCTAssertEqual(histories[0], histories[1])
    XCTAssertEqual(histories[0], histories[2])
    XCTAssertLessThan(histories[0]["loss"][2], histories[0]["loss"][0])
    try model.fit(symbols, targets, epochs: 3, threads: 2)
    XCTAssertEqual(model.tensors[0], before[0])
    for (old, new) in zip(before, model.tensors).dropFirst() { XCTAssertNotEqual(old, new) }
  }

  func testAPartOfAModelIsFrozen() throws {
    let x = Input.symbols()
    let code = GRU(2)(Embedding(vocabularySize: 6, size: 2)(x))
    let encoder = try Model(inputs: x, outputs: code)
    let model = try Model(inputs: x, outputs: Dense(1)(code))
    try model.freeze(encoder)
    XCTAssertEqual(model.frozenLayers, [0, 1])
  }

  func testAGraphsFrozenLayersAreSaved() throws {
    let x = Input.symbols()
    let embed = Embedding(vocabularySize: 6, size: 2)
    let (forward, backward) = Bidirectional(SimpleRNN(2)).separately(embed(x))
    let model = try Model(inputs: [x], outputs: [Dense(1)(Add()(forward, backward))])
    try model.freeze(embed)
    try model.save(to: path)
    let read = try Model(contentsOf: path)
    XCTAssertEqual(read.frozenLayers, [0])
    XCTAssertEqual(read.graph, model.graph)
    XCTAssertEqual(try read.predict(symbols), try model.predict(symbols))
  }

  func testLayersThatCannotBeFrozen() throws {
    let x = Input.symbols()
    let dense = Dense(2)
    let model = try Model(
      inputs: x, outputs: Dropout(0.1)(dense(LSTM(2)(Embedding(vocabularySize: 6, size: 2)(x)))))
    XCTAssertEqual(
      message { try model.freeze(4) }, "there is no layer 4; the model has the layers 0 to 3")
    XCTAssertEqual(
      message { try model.freeze(3) }, "layer 3 (Dropout) has no parameters that could be frozen")
    XCTAssertEqual(
      message { try model.freeze(Dense(2)) },
      "the model does not contain this Dense layer; a layer is known by being the same value, or by "
        + "its number in the summary")
    let other = try Model(inputs: x, outputs: Embedding(vocabularySize: 6, size: 2)(x))
    XCTAssertEqual(
      message { try model.freeze(other) },
      "the model contains no layer with parameters of the one to freeze")
    let sequential = Sequential {
      LSTM(2)
      Dense(1)
    }
    XCTAssertTrue(message { try sequential.freeze(0) }.contains("Input(features:)"))
    let small = Sequential {
      Input(features: 1)
      Dense(1)
    }
    try small.compile(loss: .meanSquaredError)
    try small.freeze(1)
    XCTAssertEqual(
      message { try small.fit([[[Float(1)]]], [[[Float(1)]]]) },
      "every layer is frozen; there is nothing to learn")
  }
}
