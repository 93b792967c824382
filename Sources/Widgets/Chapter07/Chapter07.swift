import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

// Chapter 07: RNN and LSTM learning the adding problem live, side by side, and answering an example.

/// One of the two that learn. Each draws the same sequences in the same order.
private struct Learner<Cell: SequenceReader> {
  var model: Regressor<Cell>
  var optimizer: Adam
  var generator: SeededGenerator

  mutating func train(_ setting: Setting, steps: Int) -> [Double] {
    (0..<steps).map { _ in
      let batch = setting.problem.batch(setting.rows, using: &generator)
      return model.train(on: batch, clippingAt: setting.limit, with: &optimizer)
    }
  }

  /// What it would answer if the sequence ended after the first step, after the second, and so on.
  func formingAnswers(_ inputs: [Matrix]) -> [Double] {
    model.cell.read(inputs).hidden.map { model.output.logits($0)[0, 0] }
  }
}

private struct Setting {
  var problem: AddingProblem
  var rows: Int
  var limit: Double
}

private nonisolated(unsafe) var setting = Setting(
  problem: AddingProblem(length: 2), rows: 1, limit: 1)
private nonisolated(unsafe) var rnn: Learner<RNNCell>?
private nonisolated(unsafe) var lstm: Learner<LSTMCell>?

/// Begins anew.
///
/// - Parameter numbers: the length of a sequence, the units of each cell, the rows of a batch, the
///   learning rate, the norm to which gradients are clipped, and the seed.
/// - Returns: the baseline, the loss of answering 1 to everything; then the losses of the RNN and of
///   the LSTM on their first batch.
func addingBegin(_ numbers: [Double]) -> [Double] {
  let units = Int(numbers[1])
  setting = Setting(
    problem: AddingProblem(length: Int(numbers[0])), rows: Int(numbers[2]), limit: numbers[4])
  let optimizer = Adam(learningRate: numbers[3])
  let seed = UInt64(numbers[5])
  var generator = SeededGenerator(seed: seed)
  let plain = RNNRegressor(hiddenSize: units, using: &generator)
  let gated = LSTMRegressor(hiddenSize: units, using: &generator)
  let sequences = SeededGenerator(seed: seed + 1)
  rnn = Learner(model: plain, optimizer: optimizer, generator: sequences)
  lstm = Learner(model: gated, optimizer: optimizer, generator: sequences)
  var preview = sequences
  let first = setting.problem.batch(setting.rows, using: &preview)
  return [AddingProblem.baseline, plain.loss(on: first), gated.loss(on: first)]
}

/// Trains one of the two.
///
/// - Parameter numbers: 0 for the RNN or 1 for the LSTM; how many updates.
/// - Returns: the loss of each update's batch before the update.
func addingTrain(_ numbers: [Double]) -> [Double] {
  let steps = Int(numbers[1])
  return numbers[0] == 0
    ? rnn?.train(setting, steps: steps) ?? [] : lstm?.train(setting, steps: steps) ?? []
}

/// Lets both answer one example.
///
/// - Parameter numbers: the seed from which the example is drawn.
/// - Returns: T values, T marks of 0 or 1, the sum of the marked ones; then for each step what the RNN
///   would answer if the sequence ended there, and for each what the LSTM would.
func addingExample(_ numbers: [Double]) -> [Double] {
  var generator = SeededGenerator(seed: UInt64(numbers[0]))
  let example = setting.problem.batch(1, using: &generator)
  let columns = [0, 1].map { column in example.inputs.map { $0[0, column] } }
  return columns[0] + columns[1] + [example.targets[0, 0]]
    + (rnn?.formingAnswers(example.inputs) ?? []) + (lstm?.formingAnswers(example.inputs) ?? [])
}

@_expose(wasm, "adding_example")
@_cdecl("adding_example")
public func exportedAddingExample(_ count: Int32) -> Int32 { answer(count, addingExample) }

@_expose(wasm, "adding_begin")
@_cdecl("adding_begin")
public func exportedAddingBegin(_ count: Int32) -> Int32 { answer(count, addingBegin) }

@_expose(wasm, "adding_train")
@_cdecl("adding_train")
public func exportedAddingTrain(_ count: Int32) -> Int32 { answer(count, addingTrain) }
