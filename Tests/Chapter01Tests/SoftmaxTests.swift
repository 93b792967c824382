import CourseTesting
import Sequences

final class SoftmaxTests: ExerciseTestCase {}
