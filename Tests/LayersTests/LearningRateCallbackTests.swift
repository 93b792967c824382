import LinearAlgebra
import XCTest

@testable import Layers

/// Callbacks that change the learning rate, and callbacks for both kinds of model.
final class LearningRateCallbackTests: XCTestCase {
  private let x: [[[Float]]] = (0..<20).map { [[Float($0) / 20], [1]] }
  private var y: [Float] { x.map { 2 * $0[0][0] - 1 } }

  private func sequential(_ rate: LearningRate = 0.1) throws -> Sequential {
    let model = Sequential {
      Input(features: 1)
      LSTM(2)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: rate))
    return model
  }

  private func graph(_ rate: LearningRate = 0.1) throws -> Model {
    let input = Input.sequence(features: 1)
    let model = try Model(inputs: input, outputs: Dense(1)(LSTM(2)(input)))
    try model.compile(loss: .meanSquaredError, optimizer: .sgd(learningRate: rate))
    return model
  }

  /// Gives an epoch's figure the values that it is made with.
  private func rates(
    _ losses: [Double], _ callback: ReduceLearningRateOnPlateau, _ rate: LearningRate = 1.0
  ) throws -> [Double] {
    let model = try sequential(rate)
    var callback = callback
    try callback.trainingBegins(model, TrainingPlan(epochs: 9, steps: 1, figures: ["val_loss"]))
    return try losses.enumerated().map { index, loss in
      let goesOn = try callback.epochEnded(
        EpochSummary(
          epoch: index + 1, learningRate: 0, names: ["loss"], training: [0], validation: [loss]),
        model)
      XCTAssertTrue(goesOn)
      return try XCTUnwrap(model.currentLearningRate)
    }
  }

  /// Worked by hand from the rule of Keras: patience, cooldown, the minimum, and changes too small.
  func testTheRateIsReducedOnAPlateau() throws {
    XCTAssertEqual(
      try rates(
        [5, 4, 4, 4, 3, 3, 3, 3],
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 2)),
      [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    XCTAssertEqual(
      try rates(
        [5, 5, 5, 5, 5, 5, 5],
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, cooldown: 2)),
      [1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
    XCTAssertEqual(
      try rates(
        [5, 5, 5, 5], ReduceLearningRateOnPlateau(factor: 0.5, patience: 1, minimum: 0.3)),
      [1, 0.5, 0.3, 0.3])
    XCTAssertEqual(
      try rates(
        [5, 4.9, 4.8, 4.7],
        ReduceLearningRateOnPlateau(factor: 0.5, patience: 2, minimumChange: 0.25)),
      [1, 1, 0.5, 0.5])
    XCTAssertEqual(
      try rates([.nan, .nan], ReduceLearningRateOnPlateau(factor: 0.5, patience: 1)), [0.5, 0.25])
  }

  func testAScheduleStaysOne() throws {
    let schedule = LearningRate.linear(from: 1, to: 0, over: 10)
    let model = try sequential(schedule)
    let history = try model.fit(
      x, y, epochs: 3, batchSize: 20,
      callbacks: [
        ReduceLearningRateOnPlateau(monitor: "loss", factor: 0.5, patience: 1, minimumChange: 100)
      ])
    XCTAssertEqual(history.epochs.map(\.learningRate), [1, 0.9, 0.4])
    XCTAssertEqual(model.learningRate, .scaled(schedule, by: 0.25))
  }

  func testASettingThatMakesNoSense() throws {
    for (callback, wanted) in [
      (
        ReduceLearningRateOnPlateau(monitor: "loss", factor: 1),
        "ReduceLearningRateOnPlateau has a factor of 1.0; it is above 0 and below 1"
      ),
      (
        ReduceLearningRateOnPlateau(monitor: "loss", minimum: .nan),
        "ReduceLearningRateOnPlateau has a minimum of nan"
      ),
      (
        ReduceLearningRateOnPlateau(),
        "there is no figure val_loss to watch, only loss; give fit a validation"
      ),
    ] {
      XCTAssertThrowsError(try sequential().fit(x, y, callbacks: [callback])) {
        XCTAssertEqual("\($0)", wanted)
      }
    }
    XCTAssertThrowsError(
      try graph().fit(x, y, callbacks: [LearningRateSchedule { _, _ in -1 }])
    ) {
      XCTAssertEqual(
        "\($0)", "the optimiser has a learning rate of -1.0; it is finite and at least 0")
    }
    XCTAssertThrowsError(try Sequential(layers: []).setLearningRate(0.1)) {
      XCTAssertEqual("\($0)", "the model does not know its loss; call compile(loss:) first")
    }
  }

  func testAClosureSetsTheRateOfEachEpoch() throws {
    let halving = LearningRateSchedule { epoch, rate in epoch < 3 ? rate : rate / 2 }
    let (sequential, graph) = (try sequential(), try graph())
    for history in [
      try sequential.fit(x, y, epochs: 4, callbacks: [halving]),
      try graph.fit(x, y, epochs: 4, callbacks: [halving]),
    ] {
      XCTAssertEqual(history.epochs.map(\.learningRate), [0.1, 0.1, 0.05, 0.025])
    }
    XCTAssertEqual(
      try graph.fit(x, y, callbacks: [halving]).epochs[0].learningRate, 0.0125,
      "epochs are counted over all calls of fit")
  }

  /// A rate that is changed between epochs trains as one that was given from the first.
  func testTheRateIsTheOneThatIsUsed() throws {
    let (one, other) = (try sequential(0.3), try sequential(0.1))
    try one.fit(x, y, epochs: 2)
    try other.fit(x, y, epochs: 2, callbacks: [LearningRateSchedule { _, _ in 0.3 }])
    XCTAssertEqual(try one.tensors, try other.tensors)
  }

  // MARK: Restarts

  /// Numbers of PyTorch's CosineAnnealingWarmRestarts with T_0 of 4, T_mult of 2, from 2 down to 1.
  func testWarmRestarts() {
    let rate = LearningRate.cosineRestarts(from: 2, to: 1, first: 4, growth: 2)
    for (step, expected) in [(0, 2), (1, 1.853553390593274), (2, 1.5), (4, 2), (8, 1.5), (12, 2)] {
      XCTAssertEqual(rate.value(at: step), expected, accuracy: 1e-12, "step \(step)")
    }
    XCTAssertEqual(rate.value(at: 20), 1.5, accuracy: 1e-12)
    let even = LearningRate.cosineRestarts(from: 1, first: 2)
    XCTAssertEqual((0..<5).map(even.value), [1, 0.5, 1, 0.5, 1])
    XCTAssertEqual(
      LearningRate.cosineRestarts(from: 1, first: 0).problem,
      "restarts of the learning rate after 0 steps, 1 times as many each time; both are at least 1")
    XCTAssertEqual(rate.scaled(by: 0.5).scaled(by: 0.5), .scaled(rate, by: 0.25))
    XCTAssertEqual(LearningRate.constant(2).scaled(by: 0.5), .constant(1))
    XCTAssertEqual(rate.scaled(by: 0.5).value(at: 0), 1)
  }

  // MARK: Both kinds of model

  private final class Notes { var lines: [String] = [] }

  private struct Watcher: Callback {
    let notes: Notes
    func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) { note("begins") }
    func epochBegins(_ epoch: Int, _ model: any TrainableModel) { note("epoch \(epoch)") }
    func stepEnded(_ step: StepSummary) { note(step.figures.map(\.name).joined(separator: ",")) }
    func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
      note("\(try model.tensors.count) tensors")
      return true
    }
    func trainingEnded(_ model: any TrainableModel) { note("ended") }
    func note(_ text: String) { notes.lines.append(text) }
  }

  func testOneCallbackWatchesBothKinds() throws {
    let wanted = [
      "begins", "epoch 1", "loss", "5 tensors", "epoch 2", "loss", "5 tensors", "ended",
    ]
    for isGraph in [false, true] {
      let notes = Notes()
      let callback = Watcher(notes: notes)
      if isGraph {
        try graph().fit(x, y, epochs: 2, callbacks: [callback])
      } else {
        try sequential().fit(x, y, epochs: 2, callbacks: [callback])
      }
      XCTAssertEqual(notes.lines, wanted)
    }
  }

  /// As callbacks were written before there was anything but `Sequential`.
  private struct OldWatcher: Callback {
    let notes: Notes
    mutating func epochEnded(_ epoch: EpochSummary, _ model: Sequential) throws -> Bool {
      notes.lines.append("\(model.layers.count) layers")
      return true
    }
  }

  func testACallbackOfOneKindIsNotSilentlyLeftOut() throws {
    let notes = Notes()
    try sequential().fit(x, y, callbacks: [OldWatcher(notes: notes)])
    XCTAssertEqual(notes.lines, ["3 layers"])
    XCTAssertThrowsError(try graph().fit(x, y, callbacks: [OldWatcher(notes: notes)])) {
      XCTAssertEqual(
        "\($0)",
        "OldWatcher can only watch a Sequential, and a Model is trained; let its methods take any "
          + "TrainableModel")
    }
  }

  /// A callback may change the weights of either kind, and training goes on from them.
  func testACallbackMayChangeTheWeights() throws {
    struct Zeros: Callback {
      func epochEnded(_ epoch: EpochSummary, _ model: any TrainableModel) throws -> Bool {
        try model.setTensors(
          model.tensors.map {
            try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 0 })
          })
        return true
      }
    }
    let (sequential, graph) = (try sequential(), try graph())
    for history in [
      try sequential.fit(x, y, epochs: 2, batchSize: 20, callbacks: [Zeros()]),
      try graph.fit(x, y, epochs: 2, batchSize: 20, callbacks: [Zeros()]),
    ] {
      let mean = y.reduce(0.0) { $0 + Double($1 * $1) } / 20
      XCTAssertEqual(history["loss"][1], mean, accuracy: 1e-6, "the output of zeros is zero")
    }
  }
}
