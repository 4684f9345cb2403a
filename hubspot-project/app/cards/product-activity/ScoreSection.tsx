import {
  Accordion,
  Flex,
  ScoreCircle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import { type CardActivity, type CardScore, lossInWords, type ReceiptLine } from '@zo/shared';

/** The score, what it will lose next, and behind one click where each point comes from. */
export function ScoreSection({ score, activity }: { score: CardScore; activity: CardActivity }) {
  const today = activity.days.at(-1)?.day ?? 0;
  const [nextLoss] = score.losses;
  return (
    <Flex direction="column" gap="small">
      <Flex direction="row" gap="small" align="center">
        <ScoreCircle score={score.points} />
        <Flex direction="column" gap="flush">
          <Text format={{ fontWeight: 'demibold' }}>Score {score.points} of 100</Text>
          <Text variant="microcopy" testId="next-loss">
            {nextLoss === undefined ? 'Nothing to lose by waiting' : capitalised(lossInWords(nextLoss, today))}
          </Text>
        </Flex>
      </Flex>
      <Accordion title={`Why ${score.points}`} size="sm" testId="receipt">
        <Flex direction="column" gap="extra-small">
          <Receipt receipt={score.receipt} />
          {score.losses.map((loss) => (
            <Text key={loss.day} variant="microcopy">
              {capitalised(lossInWords(loss, today))}: {loss.text}
            </Text>
          ))}
        </Flex>
      </Accordion>
    </Flex>
  );
}

function Receipt({ receipt }: { receipt: ReceiptLine[] }) {
  return (
    <Table density="condensed" flush={true}>
      <TableHead>
        <TableRow>
          <TableHeader>Found</TableHeader>
          <TableHeader align="right" width="min">
            Points
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {receipt.map((line) => (
          <TableRow key={line.text}>
            <TableCell>
              <Text>{line.value}</Text>
              <Text variant="microcopy">{line.text}</Text>
            </TableCell>
            <TableCell align="right">{signed(line.points)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
