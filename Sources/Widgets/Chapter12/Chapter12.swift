import LSTMGates
import LinearAlgebra
import Optimizers
import Regularisation

// Chapter 12: an LSTM that learns opinions live, from as many sentences and with as much dropout as
// the reader sets.

private struct Learner {
  var model: Classifier
  var optimizer = Adam(learningRate: 0.02)
  var generator: SeededGenerator
  var training, validation: Sentences
  var regularisation = Regularisation()

  /// Loss and accuracy on the training sentences, then on the validation sentences.
  var judgements: [Double] {
    let (learnt, others) = (model.judged(on: training), model.judged(on: validation))
    return [learnt.loss, learnt.accuracy, others.loss, others.accuracy]
  }
}

private nonisolated(unsafe) var learner: Learner?

/// Begins anew.
///
/// - Parameter numbers: how many sentences, whether their labels are shuffled (0 or 1), and the seed.
/// - Returns: loss and accuracy on them, and on 100 others, before learning.
func overfittingBegin(_ numbers: [Double]) -> [Double] {
  var generator = SeededGenerator(seed: UInt64(numbers[2]))
  var training = Opinions.sentences(320, using: &generator).prefix(Int(numbers[0]))
  let validation = Opinions.sentences(100, using: &generator)
  if numbers[1] == 1 { training = training.withShuffledLabels(using: &generator) }
  let started = Learner(
    model: Classifier(hiddenSize: 16, using: &generator), generator: generator,
    training: training, validation: validation)
  learner = started
  return started.judgements
}

/// Learns on.
///
/// - Parameter numbers: what is dropped (0 nothing, 1 whole words, 2 the state that is read out, 3
///   the hidden state, 4 the candidate, 5 the cell state), at which rate, whether one mask serves all
///   steps (0 or 1), and how many updates.
/// - Returns: loss and accuracy on the training sentences and on the others, after the last update.
func overfittingTrain(_ numbers: [Double]) -> [Double] {
  guard var now = learner else { return [] }
  let (place, rate) = (Int(numbers[0]), numbers[1])
  var regularisation = Regularisation()
  if place == 1 { regularisation.wordRate = rate }
  if place == 2 { regularisation.outputRate = rate }
  if place >= 3 {
    regularisation.recurrent = RecurrentDropout(
      place: place == 3 ? .hiddenState : place == 4 ? .candidate : .cellState, rate: rate,
      isOneForAllSteps: numbers[2] == 1)
  }
  for _ in 0..<Int(numbers[3]) {
    now.model.train(
      on: now.training, with: regularisation, using: &now.generator, by: &now.optimizer)
  }
  learner = now
  return now.judgements
}

/// A validation sentence, and what the model makes of it.
///
/// - Parameter numbers: which sentence.
/// - Returns: its label, the probability of praise, then its words as codes of UTF-8 with spaces.
func overfittingSentence(_ numbers: [Double]) -> [Double] {
  guard let now = learner else { return [] }
  let one = now.validation[[Int(numbers[0]) % now.validation.count]]
  let logits = now.model.logits(one.inputs)
  var text = ""
  for word in one.words[0] { text += (text.isEmpty ? "" : " ") + Opinions.vocabulary[word] }
  return [Double(one.labels[0]), sigmoid(logits[0, 1] - logits[0, 0])] + codes(of: text)
}

@_expose(wasm, "overfitting_begin")
@_cdecl("overfitting_begin")
public func exportedOverfittingBegin(_ count: Int32) -> Int32 { answer(count, overfittingBegin) }

@_expose(wasm, "overfitting_train")
@_cdecl("overfitting_train")
public func exportedOverfittingTrain(_ count: Int32) -> Int32 { answer(count, overfittingTrain) }

@_expose(wasm, "overfitting_sentence")
@_cdecl("overfitting_sentence")
public func exportedOverfittingSentence(_ count: Int32) -> Int32 {
  answer(count, overfittingSentence)
}
