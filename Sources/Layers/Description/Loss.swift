import Kernels

/// What training minimises, as a mean over examples, or over the time steps of all sequences.
///
/// The cross-entropies work on logits, the numbers before the last layer's softmax or sigmoid, so that
/// no probability is rounded to 0 or 1 before its logarithm. A last layer without activation gives
/// logits itself.
public struct Loss: Equatable, Sendable {
  /// The two families of losses, closed: the engine knows all of them.
  enum Kind: Equatable, Sendable {
    /// One output after the other, each with a target of its own.
    case step(StepLoss)
    /// All outputs of a sequence at once.
    case sequence(SequenceLoss)
  }

  let kind: Kind

  init(_ loss: StepLoss) { kind = .step(loss) }

  init(_ loss: SequenceLoss) { kind = .sequence(loss) }

  /// −y log p − (1 − y) log(1 − p), the mean over the outputs; for sigmoids.
  public static let binaryCrossEntropy = Loss(.binaryCrossEntropy)
  /// −Σ y log p over the outputs; for a softmax, with a probability for each class as target.
  public static let categoricalCrossEntropy = Loss(.categoricalCrossEntropy)
  /// −log p of the target's class; for a softmax, with the number of a class as target.
  public static let sparseCategoricalCrossEntropy = Loss(.sparseCategoricalCrossEntropy)
  /// (p − y)², the mean over the outputs.
  public static let meanSquaredError = Loss(.meanSquaredError)
  /// |p − y|, the mean over the outputs.
  public static let meanAbsoluteError = Loss(.meanAbsoluteError)
  /// −Σ p y / (‖p‖ ‖y‖): −1 where the output points where the target does, as in Keras.
  public static let cosineSimilarity = Loss(.cosineSimilarity)

  /// (p − y)² / 2 for errors up to `delta`, and from there on a line: δ (|p − y| − δ / 2); the mean
  /// over the outputs.
  ///
  /// - Note: Huber (1964), "Robust Estimation of a Location Parameter".
  public static func huber(delta: Double = 1) -> Loss { Loss(.huber(delta: delta)) }

  /// p − y log p, the mean over the outputs: for counts, of which p is the rate. Outputs are to be
  /// positive.
  public static let poisson = Loss(.poisson)

  /// max(τ (y − p), (τ − 1) (y − p)), the mean over the quantiles τ: each output becomes that
  /// quantile of what is to be expected. One output for each of the quantiles, which are above 0 and
  /// below 1, and one number as target.
  ///
  /// - Note: Koenker and Bassett (1978), "Regression Quantiles".
  public static func pinball(quantiles: [Double]) -> Loss { Loss(.pinball(quantiles: quantiles)) }

  /// −log Σₖ πₖ Πᵢ N(yᵢ; μₖᵢ, σₖᵢ), the density of a mixture of K normal distributions at a target of D
  /// numbers, in nats.
  ///
  /// The last layer has K (1 + 2 D) outputs and no activation: K logits of the weights π, their
  /// softmax; then the means, D of the first component, D of the second and so on; then as many
  /// logarithms of standard deviations.
  ///
  /// - Note: Bishop (1994), "Mixture Density Networks".
  public static func gaussianMixture(components: Int) -> Loss {
    Loss(.gaussianMixture(components: components))
  }

  /// −log of the density of a pen's next offset, and −log of the probability that it is lifted there,
  /// or not, in nats: a mixture of K bivariate normal distributions with correlation, and a coin.
  ///
  /// The last layer has 1 + 6 K outputs and no activation: the logit of a lifted pen; K logits of the
  /// weights; K pairs of means; K pairs of logarithms of standard deviations; K numbers whose tanh is
  /// the correlation. A target is x, y, and 1 for a lifted pen, otherwise 0.
  ///
  /// - Note: Graves (2013), "Generating Sequences With Recurrent Neural Networks", section 4.1.
  public static func penMixture(components: Int) -> Loss {
    Loss(.penMixture(components: components))
  }

  /// −log of the probability of a place in the sequence, by the softmax over the time steps of what
  /// they give; summed over the outputs of a step, each of which points to a place of its own. For
  /// outputs without activation, with a place for each output as target, counted from 0.
  ///
  /// Where there is one output a step, the target may be several places of which any will do, as those
  /// of a word to copy that stands there twice: their probabilities are summed.
  ///
  /// Attention's weights are probabilities already; there a target is a place for each query, or an
  /// array of places of which any will do, filled up with one of them where there are fewer.
  ///
  /// The mean over sequences. Steps that are padding cannot be pointed to.
  ///
  /// - Note: Vinyals, Fortunato and Jaitly (2015), "Pointer Networks".
  public static let pointer = Loss(.pointer)

  /// −log of the probability of a whole target, summed over all its alignments to the time steps:
  /// connectionist temporal classification. For targets that are shorter than their sequences and not
  /// aligned to them, such as what is said in a recording: `[[Int]]` of any lengths.
  ///
  /// The outputs are a softmax, or logits, over the labels and a blank, which is what a step says that
  /// says nothing new. A target has no blanks, and needs a time step for each label and one more
  /// between two equal ones; it may be empty. The blank is the class 0 as in PyTorch and Keras 3;
  /// Keras 2 had the last one.
  ///
  /// The mean over sequences, as in Keras; PyTorch divides each by the length of its target first.
  /// `predictLabels` and ``CTC`` decode outputs.
  ///
  /// - Note: Graves, Fernández, Gomez and Schmidhuber (2006), "Connectionist Temporal Classification".
  public static func ctc(blank: Int = 0) -> Loss { Loss(.ctc(blank: blank)) }
  /// −log of the probability of a whole sequence of tags, for a model that ends in a ``CRF``, with a tag
  /// for each time step as target. The mean over sequences.
  public static let crf = Loss(.crf)

  /// The name in messages and files.
  public var name: String {
    switch kind {
    case .step(let loss): loss.name
    case .sequence(let loss): loss.name
    }
  }
}

extension Loss {
  /// The activation whose inputs the loss works on; nil if it works on outputs as they are.
  var activation: ActivationFunction? {
    switch kind {
    case .step(let loss): loss.activation
    case .sequence(let loss): loss.activation
    }
  }

  /// Whether a step's target is the number of a class.
  var takesClasses: Bool { self == .sparseCategoricalCrossEntropy }

  /// Numbers in a target for this many outputs, of a loss of steps.
  func targetSize(of columns: Int) -> Int {
    if case .step(let loss) = kind { loss.targetSize(of: columns) ?? columns } else { columns }
  }

  /// The loss of whole sequences that it is; nil if it is one of single steps.
  var ofSequences: SequenceLoss? {
    if case .sequence(let loss) = kind { loss } else { nil }
  }
}
