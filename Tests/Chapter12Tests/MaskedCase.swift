import Backpropagation
import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra
import Regularisation

/// What the report on a case should say: for each of its parameters, what the loss says.
struct MaskedCase {
  var trial: LSTMTrial
  var dropout: RecurrentDropout
  var seed: UInt64

  init(_ place: DropoutPlace, oneMask: Bool, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    trial = LSTMTrial(batch: 2, length: 3, inputSize: 2, hiddenSize: 3, using: &generator)
    dropout = RecurrentDropout(place: place, rate: 0.4, isOneForAllSteps: oneMask)
    self.seed = seed
  }

  /// The masks as the page says that they are drawn.
  var masks: [Matrix] {
    var generator = SeededGenerator(seed: seed)
    return dropout.masks(rows: 2, columns: 3, steps: 3, using: &generator)
  }

  /// The weighted sum of all hidden states, in plain loops.
  func loss(_ trial: LSTMTrial, masks: [Matrix]?) -> Double {
    var step = PlainStep(
      cell: trial.cell, input: trial.inputs[0], hidden: trial.initialState.hidden,
      memory: trial.initialState.cell)
    return trial.inputs.indices.reduce(0) { sum, t in
      step.input = trial.inputs[t]
      let states = step.run(PlainStep.Masks(dropout.place, masks?[t]))
      (step.hidden, step.memory) = (states[0], states[1])
      return sum + plainSum([states[0]], [trial.lossWeights[t]])
    }
  }

  func gradients(masks: [Matrix]?) -> [Matrix] {
    measured(trial.parameters) { parameters in
      var copy = trial
      copy.parameters = parameters
      return loss(copy, masks: masks)
    }
  }

  /// Whether the reader's way back, which the report judges, is right in this case.
  var isPassedBack: Bool {
    let records = trial.cell.recorded(
      trial.inputs, from: trial.initialState, masking: dropout.place, with: masks)
    let found = trial.cell.gradients(
      records, from: trial.initialState, masking: dropout.place, with: masks,
      hiddenGradients: trial.lossWeights)
    return zip(trial.parameters(of: found), gradients(masks: masks)).allSatisfy { yours, right in
      zip(yours.values, right.values).allSatisfy { abs($0 - $1) < 1e-6 }
    }
  }
}
