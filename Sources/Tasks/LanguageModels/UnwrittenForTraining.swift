import Backpropagation
import Course
import ExerciseSupport
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences
import VanillaRNN
import Writing

/// The first exercise that a training of a cell needs and that is not written; nil where all are.
///
/// Everything is called once on three symbols. What one exercise calls is called by itself too,
/// because an exercise that is not written calls nothing.
func firstUnwrittenForTraining(_ cell: TrainingConfiguration.Cell) -> ExerciseNumber? {
  forgetUnwritten()
  defer { forgetUnwritten() }
  touchText()
  var generator = SeededGenerator(seed: 1)
  let input = oneHot([0], vocabularySize: 3)
  switch cell {
  case .lstm:
    let model = LSTMModel(vocabularySize: 3, hiddenSize: 2, using: &generator)
    let state = model.initialState(rows: 1)
    for record in model.cell.recorded([input], from: state) {
      _ = model.cell.stepGradients(record, hiddenGradient: state.hidden, cellGradient: state.cell)
    }
    touchTraining(of: model)
  case .rnn:
    let model = RNNModel(vocabularySize: 3, hiddenSize: 2, using: &generator)
    let state = model.initialState(rows: 1)
    _ = model.cell.stepGradients(
      input: input, previousHidden: state, hidden: state, hiddenGradient: state)
    touchTraining(of: model)
  }
  return unwrittenExercises.compactMap { ExerciseNumber($0.number) }.min()
}

private func touchText() {
  let text = "to be or not"
  _ = Vocabulary(of: text, unit: .character).encode(text)
  _ = windows(of: [0, 1, 2, 0, 1], rows: 2, length: 1)
  _ = BigramModel(symbols: [0, 1, 2], vocabularySize: 3).loss(on: [0, 1])
}

private func touchTraining(of start: some RecurrentModel) {
  var (model, state) = (start, start.initialState(rows: 1))
  _ = model.predict([0], from: state)
  _ = model.lossAndGradients([oneHot([0], vocabularySize: 3)], targets: [[1]], from: state)

  // The training.
  var optimizer = Adam(learningRate: 0.01)
  _ = clippedByGlobalNorm(model.parameters, limit: 1)
  var parameters = model.parameters
  optimizer.update(&parameters, gradients: model.parameters)
  let window = Window(inputs: [[0]], targets: [[1]])
  _ = model.train(on: window, from: &state, maximumNorm: 1, with: &optimizer)
  _ = model.loss(of: [window])

  // The writing.
  _ = softmax([0, 1, 2], temperature: 0.8)
  var generator = SeededGenerator(seed: 1)
  _ = draw(from: [0.5, 0.5], using: &generator)
  // Nothing can be drawn from the NaN that stands for what is not written.
  if !unwrittenExercises.isEmpty { return }
  let sampling = Writing.Sampling(temperature: 0.8)
  _ = model.generate(1, after: [0], sampling: sampling, using: &generator)
}

/// Names the exercise, and the reader's next step.
func tellUnwritten(_ number: ExerciseNumber, _ terminal: Terminal) throws -> ExitStatus {
  let course = try Course.here()
  let (_, exercise) = try course.exercise(number)
  terminal.print("Exercise \(number) is not written yet, and the training needs it.")
  try course.showNextStep(for: exercise, .notWritten, isBegun: true, on: terminal)
  return .failed
}
