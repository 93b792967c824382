import Backpropagation
import Course
import ExerciseSupport
import LanguageModel
import LinearAlgebra
import Optimizers
import Sequences

/// The first exercise that a training needs and that is not written; nil where all are.
///
/// Everything is called once on three symbols. What one exercise calls is called by itself too,
/// because an exercise that is not written calls nothing.
func firstUnwrittenForTraining() -> ExerciseNumber? {
  forgetUnwritten()
  defer { forgetUnwritten() }
  touchEverything()
  return unwrittenExercises.compactMap { ExerciseNumber($0.number) }.min()
}

private func touchEverything() {
  // The text.
  let text = "to be or not"
  _ = Vocabulary(of: text, unit: .character).encode(text)
  _ = windows(of: [0, 1, 2, 0, 1], rows: 2, length: 1)
  _ = BigramModel(symbols: [0, 1, 2], vocabularySize: 3).loss(on: [0, 1])

  // The way back.
  var generator = SeededGenerator(seed: 1)
  var model = LSTMModel(vocabularySize: 3, hiddenSize: 2, using: &generator)
  var state = model.initialState(rows: 1)
  let input = oneHot([0], vocabularySize: 3)
  for record in model.cell.recorded([input], from: state) {
    _ = model.cell.stepGradients(record, hiddenGradient: state.hidden, cellGradient: state.cell)
  }
  _ = model.lossAndGradients([input], targets: [[1]], from: state)

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
  _ = draw(from: [0.5, 0.5], using: &generator)
  // Nothing can be drawn from the NaN that stands for what is not written.
  if !unwrittenExercises.isEmpty { return }
  let sampling = LanguageModel.Sampling(temperature: 0.8)
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
