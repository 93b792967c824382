import LinearAlgebra
import Optimizers

/// The data of one seed, in three parts.
public struct OpinionParts: Equatable, Sendable {
  /// The most sentences that there are to learn from.
  public static let most = 320

  /// To learn from; of 100 sentences, to choose by; of 1,000, to be looked at once.
  public var training, validation, test: Sentences

  /// Draws all three. With one seed, fewer training sentences are the first of more.
  ///
  /// - Parameters:
  ///   - seed: decides all sentences.
  ///   - examples: how many training sentences, `most` at most.
  ///   - isShuffled: whether their labels are shuffled; those of the other parts never are.
  public init(seed: UInt64, examples: Int, isShuffled: Bool = false) {
    var generator = SeededGenerator(seed: seed)
    training = Opinions.sentences(Self.most, using: &generator).prefix(examples)
    validation = Opinions.sentences(100, using: &generator)
    test = Opinions.sentences(1_000, using: &generator)
    if isShuffled { training = training.withShuffledLabels(using: &generator) }
  }
}

/// What is seen of a classifier while it learns, and what it becomes.
public struct LearningHistory: Sendable {
  /// Loss and accuracy after 0, 1, 2, … updates, without dropout.
  public var training: [(loss: Double, accuracy: Double)] = []
  public var validation: [(loss: Double, accuracy: Double)] = []
  /// After the last update.
  public var model: Classifier
  /// The one with the lowest validation loss.
  public var best: Classifier
  /// After how many updates it was.
  public var bestUpdate = 0

  /// After how many updates every training sentence was answered correctly for the first time; nil
  /// where that never was.
  public var learnt: Int? { training.firstIndex { $0.accuracy == 1 } }
}

extension Classifier {
  /// η of Adam, in all experiments of the chapter.
  public static let learningRate = 0.02

  /// A classifier of 16 units learns from the beginning.
  ///
  /// - Parameters:
  ///   - parts: what it learns from, and by which part it is judged meanwhile.
  ///   - plan: what is dropped, and for how long it learns.
  ///   - seed: of the first weights and the masks.
  ///   - isToGoOn: is asked before each look whether to go on.
  public static func learning(
    from parts: OpinionParts, by plan: LearningPlan, seed: UInt64,
    while isToGoOn: () -> Bool = { true }
  ) -> LearningHistory {
    var generator = SeededGenerator(seed: seed)
    let start = Classifier(hiddenSize: 16, using: &generator)
    var optimizer = Adam(learningRate: learningRate)
    var stopping = EarlyStopping<Classifier>(patience: plan.updates + 1)
    var history = LearningHistory(model: start, best: start)
    for update in 0...plan.updates where isToGoOn() {
      if update > 0 {
        history.model.train(
          on: parts.training, with: plan.regularisation, using: &generator, by: &optimizer)
      }
      history.training.append(history.model.judged(on: parts.training))
      history.validation.append(history.model.judged(on: parts.validation))
      _ = stopping.stops(after: history.model, loss: history.validation[update].loss)
      if stopping.looksSince == 0 { history.bestUpdate = update }
    }
    history.best = stopping.best ?? history.model
    return history
  }

  /// The share of sentences that it answers otherwise as soon as the four words that say nothing are
  /// those of the next sentence.
  public func fickleness(on sentences: Sentences) -> Double {
    var others = sentences
    for index in 0..<sentences.count {
      for place in [0, 1, 2, 5] {
        others.words[index][place] = sentences.words[(index + 1) % sentences.count][place]
      }
    }
    let (before, after) = (logits(sentences.inputs), logits(others.inputs))
    let changed = (0..<sentences.count).count { row in
      (before[row, 1] > before[row, 0]) != (after[row, 1] > after[row, 0])
    }
    return Double(changed) / Double(sentences.count)
  }
}
